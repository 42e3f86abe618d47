import { makeDataSource, migrate, openEventStore, type Configuration } from '#runtime';
import { rebuildViews } from '../projector/rebuild-views';
import { runCommand, say } from './command';
import { sharedDatabase } from './database';

const HELP = `Rebuilds views from the log, beside the ones that are served, and swaps them in. The service may run meanwhile.

  npm run rebuild -- [--compare] [VIEW …]

  VIEW        a view to rebuild; all of them by default
  --compare   change nothing; say whether a rebuild equals what is served, row for row (exit code 1 when not)

Uses DATABASE_URL, or the embedded PostgreSQL of LEDGER_DATA_DIR, and the log that EVENT_STORE names.`;

async function rebuild(
  configuration: Configuration,
  views: readonly string[],
  flags: ReadonlySet<string>,
): Promise<number> {
  const shared = await sharedDatabase(configuration);
  const { connection } = shared;
  const store = openEventStore(configuration, connection);
  const database = await makeDataSource(connection, 4).initialize();
  try {
    await migrate(database);
    const then = flags.has('compare') ? 'compare' : 'swap';
    const differences = await rebuildViews(database, store, { views, then, say });
    for (const { table, side, row } of differences) say(`only in ${side} ${table}: ${JSON.stringify(row)}`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await store.close();
    await database.destroy();
    await shared.stop();
  }
}

void runCommand({ help: HELP, flags: ['compare'], run: rebuild });
