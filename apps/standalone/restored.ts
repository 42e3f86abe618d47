import { databaseOf, type Configuration } from '#runtime';
import { beginNewLog, saidOf } from './begin-new-log';
import { runCommand, say } from './command';

const HELP = `Says that the database of DATABASE_URL was restored from a backup, before any process is started on it.

  npm run restored

The log gets another id. What was recorded after the backup is gone, and its positions will be given to other events:
who kept one, or a cursor, is then told so (410) instead of being answered from another history.`;

async function restored(configuration: Configuration): Promise<number> {
  say(saidOf(await beginNewLog(databaseOf(configuration))));
  return 0;
}

void runCommand({ help: HELP, run: restored });
