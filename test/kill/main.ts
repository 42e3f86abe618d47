import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findEmbeddedPostgres } from '../../apps/standalone/embedded-postgres/embedded-postgres';
import { PostgresEventStore } from '#event-store-postgres';
import type { Caller } from '../support/caller';
import { Standalone } from '../support/standalone';
import { textTable } from '../support/text-table';
import { logged, type Logged } from './log';
import { Random } from './random';
import { ACCOUNT, Traffic, type Wish } from './traffic';
import { judge, keptPromises, refusalsThatActed, repeated } from './verdict';

const USAGE = `npm run test:kill -- [--seconds N] [--kills N] [--seed N]

Clients register, share, launch, attach, snapshot and undo all that on a service of their own, which is killed with
SIGKILL at random moments and started again. They send every wish until it is answered, under one Idempotency-Key.
In the end every acknowledged write must be there once, everything that was begun must be finished, no law of the log
may be broken, and every view must equal its rebuild.

  --seconds N  how long they wish (60)
  --kills N    how often the service is killed meanwhile (10)
  --seed N     repeats the wishes and the moments, as far as time allows; a random one by default, printed`;

/** How long process managers may take to finish what is left, in milliseconds. */
const PATIENCE = 60_000;

const wholeNumber = (text: string, name: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number`);
  return Number(text);
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      kills: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const seconds = wholeNumber(values.seconds, 'seconds');
  const kills = wholeNumber(values.kills, 'kills');
  const seed = wholeNumber(values.seed, 'seed');
  console.log(`seed ${seed}`);
  const standalone = new Standalone();
  try {
    const violations = await run(standalone, { seconds, kills, seed });
    for (const violation of violations.slice(0, 10)) console.error(violation);
    if (violations.length > 0) console.error(`${violations.length} violations; repeat with --seed ${seed}`);
    process.exitCode = violations.length === 0 ? 0 : 1;
  } finally {
    await standalone.remove();
  }
}

interface Plan {
  readonly seconds: number;
  readonly kills: number;
  readonly seed: number;
}

async function run(standalone: Standalone, { seconds, kills, seed }: Plan): Promise<readonly string[]> {
  const random = new Random(seed);
  let service: Caller | undefined = await begin(standalone);
  const moments = Array.from({ length: kills }, () => random.next() * seconds * 1_000).sort((a, b) => a - b);
  const traffic = new Traffic(random, () => service);
  const began = Date.now();
  for (const moment of moments) {
    await setTimeout(Math.max(0, moment - (Date.now() - began)));
    service = undefined;
    await standalone.end('SIGKILL');
    service = await begin(standalone);
  }
  await setTimeout(Math.max(0, seconds * 1_000 - (Date.now() - began)));
  await traffic.end();
  return conclude(standalone, service, traffic.wishes);
}

const begin = async (standalone: Standalone): Promise<Caller> =>
  (await standalone.start()).with({ 'ledger-account': ACCOUNT });

async function conclude(
  standalone: Standalone,
  service: Caller,
  wishes: readonly Wish[],
): Promise<readonly string[]> {
  const connection = findEmbeddedPostgres(standalone.dataDirectory);
  if (connection === undefined) throw new Error('the service has no database');
  const store = new PostgresEventStore(connection);
  try {
    const log = await finished(store);
    const { broken, unfinished } = judge(log);
    const { count, different } = await repeated(service, log, wishes);
    const compared = await standalone.run('apps/standalone/rebuild.js', '--compare');
    const checks: Readonly<Record<string, readonly string[]>> = {
      'laws of the log that are broken': broken,
      'left unfinished': unfinished,
      'acknowledged and not there, or there unasked': keptPromises(log, wishes),
      'refused and recorded all the same': refusalsThatActed(log, wishes),
      'answered otherwise when repeated': different,
      'recorded by a repetition': (await readLog(store)).slice(log.length).map(({ type }) => type),
      'views that differ from their rebuild': compared.code === 0 ? [] : [compared.output],
    };
    console.log(report(wishes, log, count, checks));
    return Object.entries(checks).flatMap(([what, found]) => found.map((one) => `${what}: ${one}`));
  } finally {
    await store.close();
  }
}

async function readLog(store: PostgresEventStore): Promise<readonly Logged[]> {
  const log = [];
  for await (const event of store.readAll(0n)) log.push(logged(event));
  return log;
}

/** The log, once everything that was begun is finished and nothing is recorded any more; or as it is by then. */
async function finished(store: PostgresEventStore): Promise<readonly Logged[]> {
  const end = Date.now() + PATIENCE;
  for (let before = -1; ;) {
    const log = await readLog(store);
    const isStill = log.length === before && judge(log).unfinished.length === 0;
    if (isStill || Date.now() > end) return log;
    before = log.length;
    await setTimeout(1_000);
  }
}

function report(
  wishes: readonly Wish[],
  log: readonly Logged[],
  repetitions: number,
  checks: Readonly<Record<string, readonly string[]>>,
): string {
  const kinds = [...new Set(wishes.map(({ kind }) => kind))].sort();
  const rowOf = (kind: string, some: readonly Wish[]) => [
    kind,
    some.length,
    some.filter(({ answer }) => (answer?.status ?? 500) < 300).length,
    some.filter(({ answer }) => (answer?.status ?? 500) >= 300).length,
    some.filter(({ sent }) => sent > 1).length,
  ];
  const table = [
    ['wish', 'asked', 'acknowledged', 'refused', 'sent again'],
    ...kinds.map((kind) =>
      rowOf(
        kind,
        wishes.filter((wish) => wish.kind === kind),
      ),
    ),
    rowOf('all', wishes),
  ];
  const found = Object.entries(checks).map(([what, { length }]) => [what, length]);
  return [
    textTable(table),
    '',
    textTable([
      ['', 'count'],
      ['events in the log', log.length],
      ['repeated in the end', repetitions],
      ...found,
    ]),
  ].join('\n');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
