import { randomUUID } from 'node:crypto';
import type { Position, RecordedEvent, Revision } from '#event-sourcing';
import { Clock, type Known } from './clock';
import type { Connection } from './connection';
import type { LogReader } from './log-reader';
import type { LogRecord } from './log-record';
import { MARKS_STREAM } from './reserved-streams';

/** Whoever begins in the middle of the log looks at so many events at the most to know what came before. */
const MARK_EVERY = 10_000;
/** How old may be what others are known to have found. Milliseconds. */
const REFRESH = 1_000;

/**
 * The clock of the log, which every process would have to follow from the first event on. So whoever follows it leaves
 * marks behind, in a stream of the store: how far it came, and where the time went back.
 */
export class LogTime {
  private readonly clock = new Clock();
  private nextMark: Revision = 0;
  private lastLoad = -Infinity;
  private loading: Promise<void> | undefined;
  private sinceMark = 0;

  constructor(
    private readonly connection: Connection,
    private readonly reader: LogReader,
  ) {}

  dated(record: LogRecord): RecordedEvent {
    return this.clock.dated(record);
  }

  follow(before: Position, record: LogRecord): void {
    const { floors } = this.clock.known;
    if (!this.clock.follow(before, record)) return;
    this.sinceMark++;
    if (this.sinceMark >= MARK_EVERY || this.clock.known.floors !== floors) this.leaveMark();
  }

  /** Until everything up to a position is known: what is read from there on can be dated exactly. */
  async reach(position: Position): Promise<void> {
    if (this.clock.known.upTo >= position) return;
    await this.refresh();
    let { upTo } = this.clock.known;
    if (upTo >= position) return;
    for await (const record of this.reader.log(upTo)) {
      this.follow(upTo, record);
      upTo = record.position;
      if (upTo >= position) return;
    }
  }

  /** What others found until a moment ago: enough for those who read one stream. */
  async refresh(): Promise<void> {
    if (Date.now() - this.lastLoad >= REFRESH) await this.load();
  }

  private load(): Promise<void> {
    this.loading ??= this.readMarks().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async readMarks(): Promise<void> {
    for await (const { revision, data } of this.reader.stream(MARKS_STREAM, { from: this.nextMark })) {
      this.nextMark = revision + 1;
      this.clock.learn(knownIn(data));
    }
    this.lastLoad = Date.now();
  }

  /** Nothing is lost where this fails: somebody else leaves one, or looks at more. */
  private leaveMark(): void {
    this.sinceMark = 0;
    const event = { id: randomUUID(), type: 'TimeMarked', data: textOf(this.clock.known), metadata: '{}' };
    this.connection.append({ stream: MARKS_STREAM, expected: 'any', events: [event] }).catch(() => {});
  }
}

interface Mark {
  readonly upTo: string;
  readonly latest: number;
  readonly floors: readonly { readonly from: string; readonly time: number }[];
}

const textOf = ({ upTo, latest, floors }: Known): string =>
  JSON.stringify({
    floors: floors.map(({ from, time }) => ({ from: from.toString(), time })),
    latest,
    upTo: upTo.toString(),
  } satisfies Mark);

function knownIn(data: string): Known {
  const { upTo, latest, floors } = JSON.parse(data) as Mark;
  return {
    upTo: BigInt(upTo),
    latest,
    floors: floors.map(({ from, time }) => ({ from: BigInt(from), time })),
  };
}
