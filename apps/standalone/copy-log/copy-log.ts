import type { EventStore } from '#event-sourcing';
import { compareLogs, START, type Compared, type Place } from './compare-logs';
import { copyEvents } from './copy-events';
import { Progress } from './progress';

/** Both are one. */
export class SameLog extends Error {
  override readonly name = 'SameLog';
  constructor() {
    super('the source and the target are the same log');
  }
}

export interface Copied {
  /** In both logs. */
  readonly events: number;
  /** By this run. */
  readonly copied: number;
}

/**
 * Makes the target a copy of the source. What the target holds already must be the beginning of that copy: then the copy
 * goes on from there, so a run that was ended at any moment is finished by the next one. Whatever was copied is read
 * again from both logs and compared; what the source got meanwhile is copied and compared after that. `onSame` is told
 * of each event that was found in both, in their order. Throws SameLog, LogsDiffer, TargetClockIsBehind, and the errors
 * of event stores.
 */
export async function copyLog(
  source: EventStore,
  target: EventStore,
  say: (line: string) => void,
  onSame: (place: Place) => void = () => {},
): Promise<Copied> {
  if ((await source.logId()) === (await target.logId())) throw new SameLog();
  let place = await inStep('looked at', START);
  const { events: before } = place;
  if (before > 0) say(`The target holds the first ${before} events already.`);
  for (let from: Place = START; !place.isWhole; from = place) {
    await copyRest(place);
    place = await inStep('compared', from);
  }
  return { events: place.events, copied: place.events - before };

  async function inStep(done: string, from: Place): Promise<Compared> {
    const progress = await Progress.of(source, done, from, say);
    return compareLogs(source, target, from, (reached) => {
      progress.reach(reached);
      onSame(reached);
    });
  }

  async function copyRest(from: Place): Promise<void> {
    const progress = await Progress.of(source, 'copied', from, say);
    await copyEvents(source, target, from, (reached) => progress.reach(reached));
  }
}
