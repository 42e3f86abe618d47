import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import { status } from '@grpc/grpc-js';
import type * as streams from '@eventstore/db-client/generated/streams_pb';
import { fail, isGone, noBoundary, write, type ReadCall, type StubMode } from './stub-call';
import { filterIn, type StubFilter } from './stub-filter';
import type { StubLog, StubRecord } from './stub-log';
import {
  caughtUpResponse,
  checkpointResponse,
  confirmationResponse,
  eventResponse,
  exception,
  fellBehindResponse,
} from './stub-messages';

/** Events that wait for a live reader; one more, and it is too slow. */
const LIVE_BUFFER = 32;
/** Events in one page of a catch-up. */
const PAGE = 50;

type Live = { readonly event: StubRecord } | { readonly checkpoint: bigint };

/** To the whole log, after a position: first what is there, page by page, then what comes. */
export async function subscription(
  log: StubLog,
  mode: StubMode,
  options: streams.ReadReq.Options,
  call: ReadCall,
): Promise<void> {
  const position = options.getAll()?.getPosition();
  const after = position && {
    commit: BigInt(position.getCommitPosition()),
    prepare: BigInt(position.getPreparePosition()),
  };
  if (after !== undefined && !log.isBoundary(after.commit)) return fail(call, noBoundary());
  await write(call, confirmationResponse(randomUUID()));
  await new StubSubscription(log, mode, filterIn(options), call).run(after);
}

interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

class StubSubscription {
  private readonly news = new EventEmitter();
  private live: Live[] = [];
  private overflowed = false;
  private considered = 0;
  /** Everything that begins before it was looked at. */
  private next = 0n;

  constructor(
    private readonly log: StubLog,
    private readonly mode: StubMode,
    private readonly filter: StubFilter | undefined,
    private readonly call: ReadCall,
  ) {}

  async run(after: LogPosition | undefined): Promise<void> {
    this.next = after === undefined ? 0n : this.firstAfter(after);
    const stop = this.log.onAppend((records) => this.hear(records));
    const wake = (): void => void this.news.emit('news');
    this.call.on('cancelled', wake).on('close', wake);
    try {
      while (!isGone(this.call) && (await this.catchUp()) && (await this.goLive()));
    } finally {
      stop();
    }
  }

  /**
   * 23.10 skips one event, the first at the position or after it, whether that is the one that was meant or not.
   * 24.2 skips what is not after the position.
   */
  private firstAfter({ commit, prepare }: LogPosition): bigint {
    const isAfter = ({ position }: StubRecord): boolean =>
      position > commit || (position === commit && position > prepare);
    const isNotBefore = ({ position }: StubRecord): boolean =>
      position > commit || (position === commit && position >= prepare);
    if (this.mode === '24.2')
      return this.log.records.find(isAfter)?.position ?? maximum(commit, this.log.end);
    const skipped = this.log.records.findIndex(isNotBefore);
    return skipped < 0 ? commit : (this.log.records[skipped + 1]?.position ?? this.log.end);
  }

  /** False when the reader is gone. */
  private async catchUp(): Promise<boolean> {
    for (;;) {
      // What comes from here on is heard live; what came before is in this page or in a later one.
      this.live = [];
      this.overflowed = false;
      const page = this.page();
      let last = page.from;
      for (const record of page.passing) {
        if (!(await write(this.call, eventResponse(record)))) return false;
        last = { commit: record.position, prepare: record.position };
      }
      if (!(await this.checkpointAfter(page.considered, last))) return false;
      if (page.considered === 0) return true;
    }
  }

  private async checkpointAfter(considered: number, last: LogPosition): Promise<boolean> {
    if (this.filter === undefined) return true;
    if (considered === 0) return this.mode === '23.10' || this.checkpoint(last);
    this.considered += considered;
    if (this.considered < this.filter.interval) return true;
    this.considered %= this.filter.interval;
    return this.checkpoint(last);
  }

  private page() {
    const { records, end } = this.log;
    const from = { commit: this.next, prepare: 0n };
    const start = lowerBound(records, this.next);
    const limit = Math.min(records.length, start + (this.filter?.window ?? PAGE));
    const passing: StubRecord[] = [];
    let at = start;
    for (; at < limit && passing.length < PAGE; at++) {
      const record = records[at] as StubRecord;
      if (this.passes(record)) passing.push(record);
    }
    this.next = records[at]?.position ?? end;
    return { from, passing, considered: at - start };
  }

  private passes(record: StubRecord): boolean {
    return this.filter?.passes(record) ?? true;
  }

  /** True when it must catch up again; false when it is over. */
  private async goLive(): Promise<boolean> {
    this.considered = 0;
    if (!(await write(this.call, caughtUpResponse()))) return false;
    while (!isGone(this.call)) {
      if (this.overflowed) return this.fallBehind();
      const heard = this.live.shift();
      if (heard === undefined) await once(this.news, 'news');
      else if (!(await this.tell(heard))) return false;
    }
    return false;
  }

  private tell(heard: Live): Promise<boolean> {
    const position = 'event' in heard ? heard.event.position : heard.checkpoint;
    this.next = this.following(position);
    return 'event' in heard
      ? write(this.call, eventResponse(heard.event))
      : this.checkpoint({ commit: position, prepare: position });
  }

  private async fallBehind(): Promise<boolean> {
    if (this.mode === '24.2') return write(this.call, fellBehindResponse());
    fail(
      this.call,
      exception(
        status.ABORTED,
        'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
        {},
      ),
    );
    return false;
  }

  private hear(records: readonly StubRecord[]): void {
    for (const record of records) {
      if (this.passes(record)) this.buffer({ event: record });
      if (this.filter === undefined || ++this.considered < this.filter.interval) continue;
      this.considered = 0;
      this.buffer({ checkpoint: record.position });
    }
    this.news.emit('news');
  }

  private buffer(heard: Live): void {
    if (this.live.length >= LIVE_BUFFER) this.overflowed = true;
    else if (!this.overflowed) this.live.push(heard);
  }

  private following(position: bigint): bigint {
    return this.log.records[lowerBound(this.log.records, position + 1n)]?.position ?? this.log.end;
  }

  private checkpoint({ commit, prepare }: LogPosition): Promise<boolean> {
    return write(this.call, checkpointResponse(commit, prepare));
  }
}

function lowerBound(records: readonly StubRecord[], position: bigint): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.position ?? position) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

const maximum = (a: bigint, b: bigint): bigint => (a > b ? a : b);
