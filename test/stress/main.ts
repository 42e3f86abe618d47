import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { durablePostgres, type DurablePostgres } from '../support/durable-postgres';
import { textTable } from '../support/text-table';
import { NAIVE_TABLE } from './naive-log';
import { CALLERS, READERS, READING_PROCESSES, stress, WRITING_PROCESSES, type Result } from './stress';

const USAGE = `npm run test:stress -- [--seconds N]

Many processes append while readers begin at random moments and positions, on a PostgreSQL of its own with every
commit on disk. Counts what the readers lost, got twice or got out of order:

  ledger  the event store of this service
  naive   positions from a sequence, readers that poll for what is after theirs

Fails unless the ledger lost nothing, and the naive log lost something: that shows that a loss would be seen.

  --seconds N  how long each of the two is written to (20)`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '20' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(USAGE);
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error('--seconds takes a number above 0');
  const postgres = await durablePostgres();
  try {
    await createNaiveLog(postgres);
    const ledger = await stress('ledger', postgres.connection, seconds);
    const naive = await stress('naive', postgres.connection, seconds);
    console.log(report(seconds, ledger, naive));
    process.exitCode = judge(ledger, naive) ? 0 : 1;
  } finally {
    await postgres.remove();
  }
}

function judge(ledger: Result, naive: Result): boolean {
  const { delivered, lost, duplicated, outOfOrder, unaccounted } = ledger;
  const isFaultless = delivered > 0 && lost + duplicated + outOfOrder + unaccounted === 0;
  if (!isFaultless) console.error('The ledger broke its promise.');
  if (naive.lost === 0) console.error('The naive log lost nothing, so this run could not have seen a loss.');
  return isFaultless && naive.lost > 0;
}

const report = (seconds: number, ledger: Result, naive: Result): string =>
  [
    `${WRITING_PROCESSES} processes of ${CALLERS} callers write for ${seconds} s; ${READING_PROCESSES} processes of ${READERS} readers`,
    '',
    textTable([
      ['log', 'appended', 'delivered', 'lost', 'duplicated', 'out of order', 'unaccounted'],
      ...Object.entries({ ledger, naive }).map(([name, result]) => [
        name,
        result.appended,
        result.delivered,
        result.lost,
        result.duplicated,
        result.outOfOrder,
        result.unaccounted,
      ]),
    ]),
  ].join('\n');

async function createNaiveLog({ connection }: DurablePostgres): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(NAIVE_TABLE);
  } finally {
    await client.end();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
