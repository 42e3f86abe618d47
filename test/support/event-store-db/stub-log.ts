import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export interface StubEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StubRecord extends StubEvent {
  readonly stream: string;
  readonly revision: number;
  /** Where it begins in the transaction file: grows by the size of what stands before. */
  readonly position: bigint;
  /** Milliseconds since 1970, by the leader's clock. */
  readonly created: number;
}

export type Expectation = number | 'any' | 'none' | 'exists';

export type AppendVerdict =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong-expected-version'; readonly current: number }
  | { readonly kind: 'stream-deleted' };

interface StubStream {
  readonly records: StubRecord[];
  /** The last one that was ever given out; -1 before the first. */
  last: number;
  /** What stands before this revision cannot be read any more. */
  truncatedBefore: number;
  deleted: 'no' | 'softly' | 'for-ever';
}

type Line =
  | { readonly records: readonly (Omit<StubRecord, 'position' | 'data' | 'metadata'> & Encoded)[] }
  | { readonly deleted: string; readonly how: 'softly' | 'for-ever' };

interface Encoded {
  readonly position: string;
  readonly data: string;
  readonly metadata: string;
}

/** What a log record takes besides the texts in it. */
const RECORD_OVERHEAD = 100n;

/** The transaction file and the index of a server, with the rules of `IndexWriter.CheckCommit`. */
export class StubLog {
  /** In the order of positions. What was scavenged is gone from it. */
  readonly records: StubRecord[] = [];
  private readonly streams = new Map<string, StubStream>();
  private readonly listeners = new Set<(records: readonly StubRecord[]) => void>();
  /** Where a record begins, or once began. */
  private readonly boundaries = new Set<bigint>();
  /** For idempotency where any revision is expected: in memory alone, so that a restart forgets it. */
  private recentIds = new Map<string, StubRecord>();
  /** The first record is the epoch's, which is no event. */
  private endPosition = RECORD_OVERHEAD;

  constructor(
    private readonly now: () => number,
    private readonly file?: string,
  ) {
    if (file !== undefined && existsSync(file)) this.load(readFileSync(file, 'utf8'));
  }

  /** Where the next record will begin. */
  get end(): bigint {
    return this.endPosition;
  }

  isBoundary(position: bigint): boolean {
    return position === 0n || position === this.endPosition || this.boundaries.has(position);
  }

  onAppend(listener: (records: readonly StubRecord[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Those who follow the log hear of nothing any more, and are not told so. */
  forgetListeners(): void {
    this.listeners.clear();
  }

  /** As a restart does. */
  forgetRecentIds(): void {
    this.recentIds = new Map();
  }

  append(stream: string, expected: Expectation, events: readonly StubEvent[]): AppendVerdict {
    if (this.stateOf(stream).deleted === 'for-ever') return { kind: 'stream-deleted' };
    if (expected === 'exists') return this.whereItExists(stream, events);
    if (expected === 'any') return this.repeatedByMemory(stream, events) ?? this.record(stream, events);
    return this.atRevision(stream, expected === 'none' ? -1 : expected, events);
  }

  /** What of a stream can be read, in the order of revisions; `undefined` when there is no such stream. */
  readable(stream: string): readonly StubRecord[] | 'deleted' | undefined {
    const state = this.streams.get(stream);
    if (state?.deleted === 'for-ever') return 'deleted';
    if (state === undefined || state.last < 0 || state.deleted === 'softly') return undefined;
    return state.records.filter(({ revision }) => revision >= state.truncatedBefore);
  }

  delete(stream: string, how: 'softly' | 'for-ever'): void {
    this.applyDeletion(stream, how);
    this.write({ deleted: stream, how });
  }

  /** Removes events from the file, as scavenging does; positions stay as they were. */
  scavenge(isGarbage: (record: StubRecord) => boolean): void {
    for (const garbage of this.records.filter(isGarbage)) {
      this.records.splice(this.records.indexOf(garbage), 1);
      const { records } = this.stateOf(garbage.stream);
      records.splice(records.indexOf(garbage), 1);
    }
  }

  private atRevision(stream: string, base: number, events: readonly StubEvent[]): AppendVerdict {
    const { last, deleted } = this.stateOf(stream);
    if (base === last || (base < 0 && deleted === 'softly')) return this.record(stream, events);
    return this.repeated(stream, base, events) ?? { kind: 'wrong-expected-version', current: last };
  }

  private whereItExists(stream: string, events: readonly StubEvent[]): AppendVerdict {
    const { last, deleted } = this.stateOf(stream);
    if (deleted === 'softly') return { kind: 'stream-deleted' };
    const exists = last >= 0 || this.stateOf(`$$${stream}`).last >= 0;
    return exists ? this.record(stream, events) : { kind: 'wrong-expected-version', current: -1 };
  }

  private repeated(stream: string, base: number, events: readonly StubEvent[]): AppendVerdict | undefined {
    const there = this.stateOf(stream).records.filter(({ revision }) => revision > base);
    const isSame = events.every(({ id }, index) => there[index]?.id === id);
    const last = there[events.length - 1];
    return isSame && last !== undefined ? { ...placeOf(last), kind: 'appended' } : undefined;
  }

  private repeatedByMemory(stream: string, events: readonly StubEvent[]): AppendVerdict | undefined {
    const first = this.recentIds.get(events[0]?.id ?? '');
    return first?.stream === stream ? this.repeated(stream, first.revision - 1, events) : undefined;
  }

  private record(stream: string, events: readonly StubEvent[]): AppendVerdict {
    const created = this.now();
    const records = events.map((event): StubRecord => {
      const record = {
        ...event,
        stream,
        revision: this.stateOf(stream).last + 1,
        position: this.end,
        created,
      };
      this.place(record);
      return record;
    });
    this.write({ records: records.map(encoded) });
    for (const listener of this.listeners) listener(records);
    return { ...placeOf(records.at(-1)), kind: 'appended' };
  }

  private place(record: StubRecord): void {
    const state = this.stateOf(record.stream);
    if (state.deleted === 'softly') Object.assign(state, { deleted: 'no', truncatedBefore: record.revision });
    state.records.push(record);
    state.last = record.revision;
    this.records.push(record);
    this.boundaries.add(record.position);
    this.recentIds.set(record.id, record);
    this.endPosition =
      record.position + RECORD_OVERHEAD + BigInt(record.data.length + record.metadata.length);
  }

  private applyDeletion(stream: string, how: 'softly' | 'for-ever'): void {
    Object.assign(this.stateOf(stream), { deleted: how });
  }

  private stateOf(stream: string): StubStream {
    const known = this.streams.get(stream);
    if (known !== undefined) return known;
    const fresh: StubStream = { records: [], last: -1, truncatedBefore: 0, deleted: 'no' };
    this.streams.set(stream, fresh);
    return fresh;
  }

  private write(line: Line): void {
    if (this.file !== undefined) appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }

  private load(text: string): void {
    // A process that was killed may have left half a line: what was in it was never acknowledged.
    const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
    for (const line of lines.filter((one) => one !== '')) {
      const read = JSON.parse(line) as Line;
      if ('deleted' in read) this.applyDeletion(read.deleted, read.how);
      else for (const record of read.records) this.place(decoded(record));
    }
    this.forgetRecentIds();
  }
}

const placeOf = (record: StubRecord | undefined): { revision: number; position: bigint } => {
  if (record === undefined) throw new Error('nothing was appended');
  return { revision: record.revision, position: record.position };
};

const encoded = ({ position, data, metadata, ...rest }: StubRecord) => ({
  ...rest,
  position: position.toString(),
  data: Buffer.from(data).toString('base64'),
  metadata: Buffer.from(metadata).toString('base64'),
});

const decoded = ({ position, data, metadata, ...rest }: ReturnType<typeof encoded>): StubRecord => ({
  ...rest,
  position: BigInt(position),
  data: Buffer.from(data, 'base64'),
  metadata: Buffer.from(metadata, 'base64'),
});
