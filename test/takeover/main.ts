import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { conclude } from '../kill/conclusion';
import { Random } from '../kill/random';
import { ACCOUNT, Traffic } from '../kill/traffic';
import { textTable } from '../support/text-table';
import { wholeNumber } from '../support/whole-number';
import { Deployment, type Blow } from './deployment';

const USAGE = `npm run test:takeover -- [--kills N] [--stops N] [--freezes N] [--seed N]

Two projector processes and an API process over one PostgreSQL, while clients register, share, launch, attach and undo
all that. Again and again the active projector is killed with SIGKILL, stopped, or frozen until the other has taken
over; each time it is printed how long that took. In the end every acknowledged write must be there once, everything
that was begun must be finished, no law of the log may be broken, and every view must equal its rebuild.

  --kills N    how often the active one is killed (10)
  --stops N    how often it is stopped as a deployment does it (2)
  --freezes N  how often it is frozen, and thawed when it was replaced (2)
  --seed N     repeats the wishes and the order of blows; a random one by default, printed`;

/** Milliseconds of work between two blows. */
const PEACE = 2_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '10' },
      stops: { type: 'string', default: '2' },
      freezes: { type: 'string', default: '2' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const random = new Random(wholeNumber(values.seed, 'seed'));
  const blows = shuffled(random, [
    ...Array.from<Blow>({ length: wholeNumber(values.kills, 'kills') }).fill('killed'),
    ...Array.from<Blow>({ length: wholeNumber(values.stops, 'stops') }).fill('stopped'),
    ...Array.from<Blow>({ length: wholeNumber(values.freezes, 'freezes') }).fill('frozen'),
  ]);
  console.log(`seed ${values.seed}`);
  const deployment = new Deployment();
  try {
    const violations = await run(deployment, random, blows);
    for (const violation of violations.slice(0, 10)) console.error(violation);
    if (violations.length > 0) console.error(`${violations.length} violations`);
    process.exitCode = violations.length === 0 ? 0 : 1;
  } finally {
    await deployment.remove();
  }
}

const shuffled = <T>(random: Random, some: readonly T[]): readonly T[] =>
  some
    .map((one) => [random.next(), one] as const)
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one);

async function run(
  deployment: Deployment,
  random: Random,
  blows: readonly Blow[],
): Promise<readonly string[]> {
  const service = (await deployment.start()).with({ 'ledger-account': ACCOUNT });
  const traffic = new Traffic(random, () => service);
  const takeovers = await strikeAll(deployment, random, blows).catch((error: unknown) => {
    traffic.abandon();
    throw error;
  });
  await traffic.end();
  const { report, violations } = await conclude({
    store: deployment.openLog(),
    service,
    wishes: traffic.wishes,
    compare: () => deployment.compare(),
  });
  console.log(report);
  console.log(summary(takeovers));
  return violations;
}

/** A blow, and after how many milliseconds the other one had taken over. */
type Takeover = readonly [Blow, number];

async function strikeAll(
  deployment: Deployment,
  random: Random,
  blows: readonly Blow[],
): Promise<readonly Takeover[]> {
  const takeovers: Takeover[] = [];
  for (const [index, blow] of blows.entries()) {
    await setTimeout(PEACE * random.next());
    const took = Math.round(await deployment.strike(blow));
    takeovers.push([blow, took]);
    console.log(`${index + 1} of ${blows.length}: ${blow}, taken over after ${took} ms`);
  }
  await setTimeout(PEACE);
  return takeovers;
}

function summary(takeovers: readonly Takeover[]): string {
  const blows = [...new Set(takeovers.map(([blow]) => blow))].sort();
  return textTable([
    ['active one was', 'times', 'fastest, ms', 'slowest, ms'],
    ...blows.map((blow) => {
      const took = takeovers.filter(([other]) => other === blow).map(([, milliseconds]) => milliseconds);
      return [blow, took.length, Math.min(...took), Math.max(...took)];
    }),
  ]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
