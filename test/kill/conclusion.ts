import { setTimeout } from 'node:timers/promises';
import type { EventStore } from '#event-sourcing';
import type { Caller } from '../support/caller';
import { textTable } from '../support/text-table';
import { logged, type Logged } from './log';
import type { Wish } from './traffic';
import { judge, keptPromises, refusalsThatActed, repeated } from './verdict';

/** How long process managers may take to finish what is left, in milliseconds. */
const PATIENCE = 60_000;

export interface Concluded {
  /** The log of the service. It is closed in the end. */
  readonly store: EventStore;
  /** Still running. */
  readonly service: Caller;
  readonly wishes: readonly Wish[];
  /** `npm run rebuild -- --compare` on the same database. */
  readonly compare: () => Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Waits until everything is finished, and tells what became of the wishes. */
export async function conclude({
  store,
  service,
  wishes,
  compare,
}: Concluded): Promise<{ readonly report: string; readonly violations: readonly string[] }> {
  try {
    const log = await finished(store);
    const { broken, unfinished } = judge(log);
    const { count, different } = await repeated(service, log, wishes);
    const compared = await compare();
    const checks: Readonly<Record<string, readonly string[]>> = {
      'laws of the log that are broken': broken,
      'left unfinished': unfinished,
      'acknowledged and not there, or there unasked': keptPromises(log, wishes),
      'refused and recorded all the same': refusalsThatActed(log, wishes),
      'answered otherwise when repeated': different,
      'recorded by a repetition': (await readLog(store)).slice(log.length).map(({ type }) => type),
      'views that differ from their rebuild': compared.code === 0 ? [] : [compared.output],
    };
    return {
      report: reportOf(wishes, log, count, checks),
      violations: Object.entries(checks).flatMap(([what, found]) => found.map((one) => `${what}: ${one}`)),
    };
  } finally {
    await store.close();
  }
}

async function readLog(store: EventStore): Promise<readonly Logged[]> {
  const log = [];
  for await (const event of store.readAll(0n)) log.push(logged(event));
  return log;
}

/** The log, once everything that was begun is finished and nothing is recorded any more; or as it is by then. */
async function finished(store: EventStore): Promise<readonly Logged[]> {
  const end = Date.now() + PATIENCE;
  for (let before = -1; ;) {
    const log = await readLog(store);
    const isStill = log.length === before && judge(log).unfinished.length === 0;
    if (isStill || Date.now() > end) return log;
    before = log.length;
    await setTimeout(1_000);
  }
}

function reportOf(
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
