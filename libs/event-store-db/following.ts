import { BEGINNING, type EventBatch, type Position, type SubscriptionOptions } from '#event-sourcing';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Connection } from './connection';
import { CallEnded, NoAnswer } from './failures';
import { passes, serverFilterOf } from './filter';
import { checkpointIn, logRecordIn, type LogRecord } from './log-record';
import type { LogReader } from './log-reader';
import type { LogTime } from './log-time';
import type { Messages } from './messages';
import { subscriptionRequest, type ServerFilter } from './read-request';

const BATCH = 1_000;
/** A batch that is not full waits so many milliseconds for more of what is there already. */
const LINGER = 5;
/** Events that the server looks at before it says how far it is, while it catches up; and when it has. */
const WINDOW = { 'catching-up': 1_000, live: 1 } as const;
/** What the server has and does not send within so many milliseconds, it will not send. */
const SETTLE = 100;

export interface Parts {
  readonly connection: Connection;
  readonly reader: LogReader;
  readonly time: LogTime;
  /** After so many milliseconds without a message the server is asked whether there is news. */
  readonly quiet: number;
}

/**
 * - `whole`: the server leaves nothing out.
 * - `catching-up`: it leaves out what does not pass, and says now and then how far it is.
 * - `live`: it does so at every event. To catch up like that would take it long.
 */
type Pass = 'whole' | 'catching-up' | 'live';

/** One subscription, or several one after the other, from a position on; until something goes wrong. */
export class Following {
  private readonly filter: ServerFilter | undefined;
  private records: LogRecord[] = [];
  /** How far the batches went. */
  private told: Position;
  private isLive = false;
  private isBehind = false;
  /** At least up to here the log went when somebody looked. */
  private expected = BEGINNING;

  constructor(
    private readonly parts: Parts,
    private readonly options: SubscriptionOptions,
    private position: Position,
  ) {
    this.filter = serverFilterOf(options.filter);
    this.told = position;
  }

  async *batches(): AsyncGenerator<EventBatch> {
    let pass: Pass = this.filter === undefined ? 'whole' : 'catching-up';
    while (!this.options.signal.aborted) pass = yield* this.follow(pass);
  }

  /** Answers how to go on. */
  private async *follow(pass: Pass): AsyncGenerator<EventBatch, Pass> {
    const { connection, reader, time } = this.parts;
    this.isLive = false;
    if (pass === 'whole') await time.reach(this.position);
    // Whatever stands up to here is seen by a subscription that begins later and says that it caught up.
    const head = pass === 'live' ? await this.head() : BEGINNING;
    const start = await reader.startAfter(this.position);
    const messages = await connection.read(subscriptionRequest(start, this.serverFilter(pass)));
    try {
      return yield* this.batchesOf(messages, pass, head);
    } finally {
      messages.cancel();
    }
  }

  private async *batchesOf(messages: Messages, pass: Pass, head: Position): AsyncGenerator<EventBatch, Pass> {
    for (;;) {
      const pulled = await messages.pull(this.patience(), this.options.signal);
      if (this.options.signal.aborted) return pass;
      if (pulled === 'ended') throw new CallEnded('the server ended a subscription');
      if (pulled === 'nothing' && !(await this.isInOrder())) return pass;
      if (pulled !== 'nothing') yield* this.takeAll(pulled, pass, head);
      const next = this.nextAfter(pass);
      yield* this.news(pulled === 'nothing', next === pass);
      if (next !== pass) return next;
    }
  }

  private async *takeAll(
    responses: readonly ReadResp[],
    pass: Pass,
    head: Position,
  ): AsyncGenerator<EventBatch> {
    for (const response of responses) {
      await this.take(response, pass, head);
      const isFull = this.records.length === (this.options.batchSize ?? BATCH);
      // How far it is, is told while nothing passes, so that nobody has to look at it twice.
      if (isFull || (response.hasCheckpoint() && !this.isLive && this.hasNews())) yield await this.batch();
    }
  }

  /** What is told now; while it catches up, only what no more comes after for a while. */
  private async *news(isQuiet: boolean, goesOn: boolean): AsyncGenerator<EventBatch> {
    if (this.isLive && goesOn) {
      if (!isQuiet) yield await this.batch(true);
    } else if (this.hasNews() && (isQuiet || !goesOn)) yield await this.batch();
  }

  private nextAfter(pass: Pass): Pass {
    if (pass === 'catching-up' && this.isLive) return 'live';
    return pass === 'live' && this.isBehind ? 'catching-up' : pass;
  }

  private async take(response: ReadResp, pass: Pass, head: Position): Promise<void> {
    if (response.hasEvent()) this.takeEvent(response, pass);
    else if (response.hasCheckpoint()) await this.takeCheckpoint(response, pass);
    else if (response.hasCaughtUp()) await this.takeCaughtUp(pass, head);
    else if (response.hasFellBehind()) [this.isLive, this.isBehind] = [false, true];
  }

  private takeEvent(response: ReadResp, pass: Pass): void {
    const record = logRecordIn(response);
    if (record === undefined || record.position <= this.position) return;
    if (pass === 'whole') this.parts.time.follow(this.position, record);
    this.position = record.position;
    if (passes(record, this.options.filter)) this.records.push(record);
  }

  /**
   * A checkpoint is an event that was looked at, or where the next one begins, which may or may not have been. The
   * subscription goes on after an event, so that it must be the last one before it then.
   */
  private async takeCheckpoint(response: ReadResp, pass: Pass): Promise<void> {
    const checkpoint = checkpointIn(response);
    if (checkpoint === undefined || (pass === 'live' && !this.isLive)) return;
    const { commit, prepare } = checkpoint;
    const looked = commit === prepare ? commit : (await this.parts.reader.lastBefore(commit))?.position;
    this.advance(looked ?? BEGINNING);
  }

  private async takeCaughtUp(pass: Pass, head: Position): Promise<void> {
    [this.isLive, this.isBehind] = [true, false];
    this.advance(head);
    // What came in the moment before it went live was looked at, and nobody says so.
    if (pass === 'live') this.expected = await this.head();
  }

  private advance(position: Position): void {
    if (position > this.position) this.position = position;
  }

  private async batch(caughtUp = false): Promise<EventBatch> {
    const { records, position } = this;
    const { time } = this.parts;
    this.records = [];
    this.told = position;
    // Who is not sent everything has not seen where the time went back.
    const last = records.at(-1);
    if (last !== undefined) await time.reach(last.position);
    return { events: records.map((record) => time.dated(record)), position, caughtUp };
  }

  private hasNews(): boolean {
    return this.records.length > 0 || this.position > this.told;
  }

  /** How long to wait for a message, in milliseconds. */
  private patience(): number {
    if (this.isLive) return this.position < this.expected ? SETTLE : this.parts.quiet;
    return this.hasNews() ? LINGER : this.parts.quiet;
  }

  /** Nothing came. False when something should have. */
  private async isInOrder(): Promise<boolean> {
    if (!this.isLive && this.hasNews()) return true;
    if (!this.isLive) throw new NoAnswer('a subscription was not answered');
    if (this.position < this.expected) return false;
    this.expected = await this.head();
    return true;
  }

  private async head(): Promise<Position> {
    return (await this.parts.reader.lastBefore())?.position ?? BEGINNING;
  }

  private serverFilter(pass: Pass): (ServerFilter & { readonly window: number }) | undefined {
    return pass === 'whole' || this.filter === undefined
      ? undefined
      : { ...this.filter, window: WINDOW[pass] };
  }
}
