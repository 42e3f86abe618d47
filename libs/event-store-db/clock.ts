import { BEGINNING, firstRecorded, type Position, type RecordedEvent } from '#event-sourcing';
import { takenAt, type LogRecord } from './log-record';

/** From a position on nothing is dated earlier than this: what came before was dated later than what came there. */
export interface Floor {
  readonly from: Position;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/**
 * When events were recorded: a running maximum in the order of the log. The servers' clocks jump, when another one
 * becomes the leader above all. Knows the log up to a position, and where the clock went back before it.
 */
export class Clock {
  private known = BEGINNING;
  private latest = 0;
  private readonly floors: Floor[] = [];

  /** Every event up to here has been looked at. */
  get upTo(): Position {
    return this.known;
  }

  /** The next event of somebody who has seen everything up to `before`, in order. */
  follow(before: Position, record: LogRecord): void {
    const { position } = record;
    if (before > this.known || position <= this.known) return;
    this.known = position;
    // The server's own events are dated by whichever node wrote them, and nobody sees their times.
    if (record.stream.startsWith('$')) return;
    const taken = takenAt(record);
    if (taken < this.latest && this.floors.at(-1)?.time !== this.latest)
      this.floors.push({ from: position, time: this.latest });
    this.latest = Math.max(this.latest, taken);
  }

  /** The event as its readers see it. A copied one has the time of the log that it came from. */
  dated(record: LogRecord): RecordedEvent {
    const { created, ...event } = record;
    const recordedAt = new Date(Math.max(this.floorAt(record.position), created));
    return firstRecorded({ ...event, recordedAt });
  }

  private floorAt(position: Position): number {
    if (position > this.known) return this.latest;
    return this.floors.findLast(({ from }) => from <= position)?.time ?? 0;
  }
}
