import { BEGINNING, type EventStore, type Position, type RecordedEvent } from '#event-sourcing';

/** How far a log and its copy have been looked at: the same event is the last one in both. */
export interface Place {
  /** From the beginning. */
  readonly events: number;
  readonly source: Position;
  readonly target: Position;
}

export const START: Place = { events: 0, source: BEGINNING, target: BEGINNING };

export interface Compared extends Place {
  /** The target holds everything that the source held when its end was read. */
  readonly isWhole: boolean;
}

/** The target holds something that is no copy of what the source has there. Nothing may be added to it. */
export class LogsDiffer extends Error {
  override readonly name = 'LogsDiffer';
}

/**
 * Reads both logs in step, from a place on that both have reached, to the end of the shorter one: the same events in the
 * same order, with the same ids, streams, revisions, types and times, and data and metadata byte by byte. Positions may
 * differ. Throws LogsDiffer, also when the target goes on where the source ends.
 */
export async function compareLogs(
  source: EventStore,
  target: EventStore,
  from: Place,
  onSame: (place: Place) => void = () => {},
): Promise<Compared> {
  const copies = target.readAll(from.target)[Symbol.asyncIterator]();
  let place = from;
  try {
    for await (const event of source.readAll(from.source)) {
      const copy = await copies.next();
      if (copy.done === true) return { ...place, isWhole: false };
      refuseDifference(event, copy.value, place.events + 1);
      place = { events: place.events + 1, source: event.position, target: copy.value.position };
      onSame(place);
    }
    const { done } = await copies.next();
    if (done !== true)
      throw new LogsDiffer(`the target holds more than the ${place.events} events of the source`);
    return { ...place, isWhole: true };
  } finally {
    await copies.return?.();
  }
}

const COMPARED = ['id', 'stream', 'revision', 'type', 'data', 'metadata'] as const;

function refuseDifference(event: RecordedEvent, copy: RecordedEvent, number: number): void {
  const different: string[] = COMPARED.filter((member) => event[member] !== copy[member]);
  if (event.recordedAt.getTime() !== copy.recordedAt.getTime()) different.push('recordedAt');
  if (different.length === 0) return;
  throw new LogsDiffer(
    `event ${number} is not the same in both logs, it differs in ${different.join(', ')}: ` +
      `${nameOf(event)} in the source, ${nameOf(copy)} in the target`,
  );
}

const nameOf = ({ type, stream, revision, id }: RecordedEvent): string =>
  `${type} ${id} (${stream} @ ${revision})`;
