import { resolve } from 'node:path';
import type { Configuration } from '#runtime';
import { beginNewLog, saidOf } from './begin-new-log';
import { runCommand, say, wrongUse } from './command';
import { restoreCluster } from './embedded-postgres/backup';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres';
import { refuseOwnDatabase } from './own-database';

const HELP = `Puts what \`npm run backup\` copied into LEDGER_DATA_DIR, where no database may be yet.

  npm run restore -- FOLDER

The log gets another id: who kept a position or a cursor of later than the backup is then told so (410).`;

async function restore(configuration: Configuration, [folder]: readonly string[]): Promise<number> {
  if (folder === undefined) return wrongUse(HELP);
  refuseOwnDatabase(configuration);
  const { dataDirectory } = configuration;
  restoreCluster(resolve(folder), dataDirectory);
  // Whether it can be started is seen now, not when it is needed.
  const { connection, home, stop } = await startEmbeddedPostgres({ dataDirectory });
  try {
    say(`Restored to ${home}.`);
    say(saidOf(await beginNewLog(connection)));
    return 0;
  } finally {
    await stop();
  }
}

void runCommand({ help: HELP, run: restore });
