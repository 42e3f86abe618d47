import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { conclude } from '../kill/conclusion';
import { Random } from '../kill/random';
import { ACCOUNT, Traffic } from '../kill/traffic';
import { textTable } from '../support/text-table';
import { wholeNumber } from '../support/whole-number';
import { Deployment } from '../takeover/deployment';
import { Memory } from './memory';
import { trouble } from './faults';

const USAGE = `npm run test:soak -- [--seconds N] [--seed N]

An API process and two projectors over a stub of EventStoreDB, while clients register, share, launch, attach and undo all
that. One thing after the other goes wrong with the server: it is slow, frozen, restarted, loses answers, is not the
leader … In the end every acknowledged write must be there once, everything that was begun must be finished, no law of the
log may be broken, every view must equal its rebuild, no process may have ended by itself, and none may have grown.

  --seconds N  how long (60)
  --seed N     repeats the wishes and the faults, as far as time allows; a random one by default, printed`;

/** How long clients may still wait for an answer when nothing is wrong any more, in milliseconds. */
const PATIENCE = 120_000;
const LOOK_EVERY = 2_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const seed = wholeNumber(values.seed, 'seed');
  console.log(`seed ${seed}`);
  const deployment = new Deployment();
  try {
    const violations = await soak(deployment, seed, wholeNumber(values.seconds, 'seconds'));
    for (const violation of violations.slice(0, 10)) console.error(violation);
    if (violations.length > 0) console.error(`${violations.length} violations; repeat with --seed ${seed}`);
    process.exitCode = violations.length === 0 ? 0 : 1;
  } finally {
    await deployment.remove();
  }
}

async function soak(deployment: Deployment, seed: number, seconds: number): Promise<readonly string[]> {
  const admin = await deployment.start();
  const service = admin.with({ 'ledger-account': ACCOUNT });
  const memories = deployment.callers().map(([name, caller]) => new Memory(name, () => caller));
  const traffic = new Traffic(new Random(seed), () => service);
  const looking = new AbortController();
  const looked = lookAt(memories, looking.signal);
  const had = await trouble(deployment.stub(), new Random(seed + 1), seconds);
  const isAnswered = await Promise.race([
    traffic.end().then(() => true),
    setTimeout(PATIENCE, false, { ref: false }),
  ]);
  looking.abort();
  await looked;
  if (!isAnswered) {
    traffic.abandon();
    return [`clients were still waiting after ${PATIENCE} ms without a fault`];
  }
  const { report, violations } = await conclude({
    store: deployment.openLog(),
    service,
    wishes: traffic.wishes,
    compare: () => deployment.compare(),
  });
  console.log([report, faultTable(had), memoryTable(memories)].join('\n\n'));
  return [...violations, ...memories.flatMap((memory) => memory.violations()), ...deployment.ended()];
}

async function lookAt(memories: readonly Memory[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const memory of memories) await memory.look();
    await setTimeout(LOOK_EVERY, undefined, { signal }).catch(() => {});
  }
}

const faultTable = (had: ReadonlyMap<string, number>): string =>
  textTable([['fault', 'times'], ...[...had].sort()]);

const memoryTable = (memories: readonly Memory[]): string =>
  textTable([['megabytes', 'early', 'late'], ...memories.map((memory) => [memory.name, ...memory.course])]);

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
