import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findEmbeddedPostgres } from '../../apps/standalone/embedded-postgres/embedded-postgres';
import { PostgresEventStore } from '#event-store-postgres';
import type { Caller } from '../support/caller';
import { Standalone } from '../support/standalone';
import { wholeNumber } from '../support/whole-number';
import { conclude } from './conclusion';
import { Random } from './random';
import { ACCOUNT, Traffic } from './traffic';

const USAGE = `npm run test:kill -- [--seconds N] [--kills N] [--seed N]

Clients register, share, launch, attach, snapshot and undo all that on a service of their own, which is killed with
SIGKILL at random moments and started again. They send every wish until it is answered, under one Idempotency-Key.
In the end every acknowledged write must be there once, everything that was begun must be finished, no law of the log
may be broken, and every view must equal its rebuild.

  --seconds N  how long they wish (60)
  --kills N    how often the service is killed meanwhile (10)
  --seed N     repeats the wishes and the moments, as far as time allows; a random one by default, printed`;

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
  const connection = findEmbeddedPostgres(standalone.dataDirectory);
  if (connection === undefined) throw new Error('the service has no database');
  const compare = () => standalone.run('apps/standalone/rebuild.js', '--compare');
  const { report, violations } = await conclude({
    store: new PostgresEventStore(connection),
    service,
    wishes: traffic.wishes,
    compare,
  });
  console.log(report);
  return violations;
}

const begin = async (standalone: Standalone): Promise<Caller> =>
  (await standalone.start()).with({ 'ledger-account': ACCOUNT });

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
