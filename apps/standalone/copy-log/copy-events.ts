import { setTimeout } from 'node:timers/promises';
import { copyOf, type EventStore, type EventToAppend, type RecordedEvent } from '#event-sourcing';
import type { Place } from './compare-logs';

/** The target would record what comes after the copy at earlier times than what was copied. */
export class TargetClockIsBehind extends Error {
  override readonly name = 'TargetClockIsBehind';
  constructor(recordedAt: Date, at: Date) {
    super(
      `the clock of the target says ${at.toISOString()}, and the source holds an event of ${recordedAt.toISOString()}: ` +
        'set the clock, or start this again when it is later',
    );
  }
}

/** How far behind the source the clock of the target may be: for as long it is waited for, in milliseconds. */
const CLOCK_PATIENCE = 10_000;

/** One append of copies at the most. */
const MAX_EVENTS = 200;
const MAX_BYTES = 500_000;

/** Events in a row that were recorded in one stream. */
interface Run {
  readonly stream: string;
  readonly events: readonly RecordedEvent[];
}

/**
 * Appends everything that the source holds after a place, one append after the other, in its order. Each is made at the
 * exact revision with the ids of the first log, so one whose answer was lost is recognised when it is made again.
 */
export async function copyEvents(
  source: EventStore,
  target: EventStore,
  from: Place,
  onCopied: (place: Place) => void,
): Promise<void> {
  const clock = new TargetClock(target);
  let place = from;
  for await (const { stream, events } of runs(source.readAll(from.source))) {
    const [first, last] = [events[0], events.at(-1)];
    if (first === undefined || last === undefined) continue;
    await clock.hasPassed(last.recordedAt);
    const expected = first.revision === 0 ? 'none' : first.revision - 1;
    const { position } = await target.append(stream, expected, events.map(copyOf));
    place = { events: place.events + events.length, source: last.position, target: position };
    onCopied(place);
  }
}

async function* runs(log: AsyncIterable<RecordedEvent>): AsyncGenerator<Run> {
  let events: RecordedEvent[] = [];
  let bytes = 0;
  for await (const event of log) {
    const [first] = events;
    const isFull = events.length === MAX_EVENTS || bytes + sizeOf(event) > MAX_BYTES;
    if (first !== undefined && (first.stream !== event.stream || isFull)) {
      yield { stream: first.stream, events };
      [events, bytes] = [[], 0];
    }
    events.push(event);
    bytes += sizeOf(event);
  }
  const [first] = events;
  if (first !== undefined) yield { stream: first.stream, events };
}

const sizeOf = ({ data, metadata }: EventToAppend): number =>
  Buffer.byteLength(data) + Buffer.byteLength(metadata);

/** Asked only about times that it was not known to have passed. */
class TargetClock {
  private at = new Date(0);

  constructor(private readonly target: EventStore) {}

  /** Throws TargetClockIsBehind. */
  async hasPassed(time: Date): Promise<void> {
    if (time <= this.at) return;
    this.at = (await this.target.head()).at;
    const missing = time.getTime() - this.at.getTime();
    if (missing > CLOCK_PATIENCE) throw new TargetClockIsBehind(time, this.at);
    // The head speaks of milliseconds that are over.
    if (missing > 0) await setTimeout(missing);
    return this.hasPassed(time);
  }
}
