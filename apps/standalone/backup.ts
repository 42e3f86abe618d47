import { resolve } from 'node:path';
import type { Configuration } from '#runtime';
import { runCommand, say, wrongUse } from './command';
import { backUp } from './embedded-postgres/backup';
import { refuseOwnDatabase } from './own-database';

const HELP = `Copies the embedded PostgreSQL of LEDGER_DATA_DIR into a folder. The service may run meanwhile: everything that was
acknowledged before the command began is in the copy.

  npm run backup -- FOLDER

  FOLDER  is made, and must not be there yet

A PostgreSQL of your own is backed up with pg_dump, or by continuous archiving.`;

async function backup(configuration: Configuration, [folder]: readonly string[]): Promise<number> {
  if (folder === undefined) return wrongUse(HELP);
  refuseOwnDatabase(configuration);
  await backUp(configuration.dataDirectory, resolve(folder));
  say(`Backed up to ${resolve(folder)}.`);
  return 0;
}

void runCommand({ help: HELP, run: backup });
