import { setTimeout } from 'node:timers/promises';
import type { Random } from '../kill/random';
import type { StubServer } from '../support/event-store-db';

/** Something that goes wrong with the server, from `begin` to `end`. */
interface Fault {
  readonly name: string;
  readonly begin: (server: StubServer) => unknown;
  readonly end?: (server: StubServer) => unknown;
}

/** The settings of the stub of which a number says how many times. */
const counted = (
  ['notReady', 'timeouts', 'notLeader', 'loseAnswers', 'featureFailures', 'readFailures'] as const
).map((name): Fault => ({
  name,
  begin: ({ faults }) => (faults[name] = 5),
  end: ({ faults }) => (faults[name] = 0),
}));

const switched = (['hangAppends', 'hangReads', 'unknownCorrelation'] as const).map((name): Fault => ({
  name,
  begin: ({ faults }) => (faults[name] = true),
  end: ({ faults }) => (faults[name] = false),
}));

const FAULTS: readonly Fault[] = [
  ...counted,
  ...switched,
  { name: 'slow', begin: ({ faults }) => (faults.slow = 150), end: ({ faults }) => (faults.slow = 0) },
  { name: 'connections cut', begin: (server) => server.cut() },
  { name: 'network frozen', begin: (server) => server.freeze(), end: (server) => server.thaw() },
  { name: 'subscriptions ended', begin: (server) => server.endSubscriptions() },
  { name: 'restarted', begin: (server) => server.restart() },
  { name: 'down', begin: (server) => server.stop(), end: (server) => server.start() },
];

/** Milliseconds at the most. */
const TROUBLE = 6_000;
const PEACE = 3_000;

/** One fault after the other until the time is up; in the end nothing is wrong. Answers how often each was. */
export async function trouble(
  server: StubServer,
  random: Random,
  seconds: number,
): Promise<ReadonlyMap<string, number>> {
  const had = new Map<string, number>();
  for (const end = Date.now() + seconds * 1_000; Date.now() < end;) {
    const fault = random.of(FAULTS);
    if (fault === undefined) break;
    await fault.begin(server);
    await setTimeout(random.next() * TROUBLE);
    await fault.end?.(server);
    had.set(fault.name, (had.get(fault.name) ?? 0) + 1);
    await setTimeout(random.next() * PEACE);
  }
  return had;
}
