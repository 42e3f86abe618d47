import { BEGINNING, firstRecorded, type Position, type RecordedEvent } from '#event-sourcing';
import { takenAt, type LogRecord } from './log-record';

/** From a position on nothing is dated earlier than this: something before it was dated later than what came there. */
export interface Floor {
  readonly from: Position;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** What is known of the times of the log. */
export interface Known {
  /** Every event up to here has been looked at. */
  readonly upTo: Position;
  /** The latest time among them. */
  readonly latest: number;
  /** Where the time went back. */
  readonly floors: readonly Floor[];
}

/**
 * When events were recorded: a running maximum in the order of the log. The servers' clocks jump, when another one
 * becomes the leader above all.
 */
export class Clock {
  private state: Known = { upTo: BEGINNING, latest: 0, floors: [] };

  get known(): Known {
    return this.state;
  }

  /** Somebody else looked further. */
  learn(known: Known): void {
    if (known.upTo > this.state.upTo) this.state = known;
  }

  /** The next event of somebody who has seen everything up to `before`, in order. Says whether it was news. */
  follow(before: Position, record: LogRecord): boolean {
    const { upTo, latest, floors } = this.state;
    const { position } = record;
    if (before > upTo || position <= upTo) return false;
    // The server's own events are dated by whichever node wrote them, and nobody sees their times.
    const taken = record.stream.startsWith('$') ? latest : takenAt(record);
    const wentBack = taken < latest && floors.at(-1)?.time !== latest;
    this.state = {
      upTo: position,
      latest: Math.max(latest, taken),
      floors: wentBack ? [...floors, { from: position, time: latest }] : floors,
    };
    return true;
  }

  /** The event as its readers see it. A copied one has the time of the log that it came from. */
  dated(record: LogRecord): RecordedEvent {
    const { created, ...event } = record;
    const recordedAt = new Date(Math.max(this.floorAt(record.position), created));
    return firstRecorded({ ...event, recordedAt });
  }

  private floorAt(position: Position): number {
    const { upTo, latest, floors } = this.state;
    if (position > upTo) return latest;
    return floors.findLast(({ from }) => from <= position)?.time ?? 0;
  }
}
