import { parseArgs } from 'node:util';
import { makeDataSource, migrate, openEventStore, readConfiguration } from '#runtime';
import { rebuildViews } from '../projector/rebuild-views';
import { sharedDatabase } from './database';

const HELP = `Rebuilds views from the log, beside the ones that are served, and swaps them in. The service may run meanwhile.

  npm run rebuild -- [--compare] [VIEW …]

  VIEW        a view to rebuild; all of them by default
  --compare   change nothing; say whether a rebuild equals what is served, row for row (exit code 1 when not)

Uses DATABASE_URL, or the embedded PostgreSQL of LEDGER_DATA_DIR, and the log that EVENT_STORE names.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { compare: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  const configuration = readConfiguration(process.env);
  const shared = await sharedDatabase(configuration);
  const { connection } = shared;
  const store = openEventStore(configuration, connection);
  const database = await makeDataSource(connection, 4).initialize();
  try {
    await migrate(database);
    const then = values.compare === true ? 'compare' : 'swap';
    const differences = await rebuildViews(database, store, { views: positionals, then, say });
    for (const { table, side, row } of differences) say(`only in ${side} ${table}: ${JSON.stringify(row)}`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await store.close();
    await database.destroy();
    await shared.stop();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`The rebuild failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
