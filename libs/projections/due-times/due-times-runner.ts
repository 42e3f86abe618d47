import type { DataSource } from 'typeorm';
import {
  BEGINNING,
  decodeEvent,
  followUpIdOf,
  type Due,
  type DomainEvent,
  type DueTime,
  type EventBatch,
  type EventStore,
  type EventTypes,
  type Position,
  type ReadEvent,
  type WritePath,
} from '#event-sourcing';
import { beginAt, readPosition, writePosition, type Reader } from '../positions';
import { Condition, type ReaderStatus } from '../reader-status';
import { keepTrying, PAUSES, type Pauses } from '../retry';
import { ViewPositions } from '../view-positions';
import { Alarm } from './alarm';
import type { DueTimeRow } from './due-time.row';
import { DueTimes } from './due-times.query';

export interface DueTimesParts<Event extends DomainEvent> {
  readonly kinds: readonly DueTime<Event>[];
  readonly types: EventTypes<Event>;
  /** What is due when: `dueTimesView` of the same kinds. */
  readonly view: Reader;
  readonly database: DataSource;
  readonly store: EventStore;
  readonly writePath: WritePath;
}

export interface DueTimesOptions {
  readonly pauses?: Pauses;
  /** Milliseconds. Clocks jump, and timers do not notice: nobody sleeps longer than this without a look at the clock. */
  readonly longestNap?: number;
}

const LONGEST_NAP = 60_000;

/** How long it waits for the view, in milliseconds, before it says that it cannot go on. */
const PATIENCE = 10_000;

/** It was announced, the view knows of everything that was recorded since, and it is still due. */
export class StaysDue extends Error {
  override readonly name = 'StaysDue';
  constructor({ kind, subject }: DueTimeRow) {
    super(`${kind} of ${subject} was announced and is still due`);
  }
}

/**
 * Announces what falls due, once its time has come by the log's clock: what came about while everything was down as soon
 * as it starts, and the rest when it is time. The log tells it of new times; a look at the view, whether there is
 * something to announce. One that cannot be announced is tried again, and holds up no other.
 */
export class DueTimesRunner<Event extends DomainEvent> {
  private readonly stopping = new AbortController();
  private readonly condition = new Condition();
  private readonly reader: Reader = { name: 'process/due-times', shape: 1 };
  private readonly dueTimes: DueTimes;
  private readonly positions: ViewPositions;
  private readonly pauses: Pauses;
  private readonly longestNap: number;
  private alarm: Alarm;
  private position: Position = BEGINNING;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: DueTimesParts<Event>,
    { pauses = PAUSES, longestNap = LONGEST_NAP }: DueTimesOptions = {},
  ) {
    this.pauses = pauses;
    this.longestNap = longestNap;
    this.alarm = new Alarm(longestNap);
    this.dueTimes = new DueTimes(parts.database);
    this.positions = new ViewPositions(parts.database, parts.store);
  }

  status(): ReaderStatus {
    return this.condition.status(this.reader.name, this.position);
  }

  async start(): Promise<void> {
    const { store, database } = this.parts;
    const logId = await store.logId();
    await beginAt(database.manager, this.reader, logId, BEGINNING);
    this.position = await readPosition(database.manager, this.reader, logId);
    this.condition.become('running');
    this.working = this.work();
  }

  /** Lets the announcement under way finish. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
  }

  private work(): Promise<void> {
    return keepTrying(() => this.keepTime(), {
      signal: this.stopping.signal,
      pauses: this.pauses,
      position: () => this.position,
      fail: (error) => this.condition.become('failing', error),
    });
  }

  private async keepTime(): Promise<void> {
    const reading = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, reading.signal]);
    const filter = { types: this.parts.kinds.flatMap(({ types }) => types) };
    const { store } = this.parts;
    const batches = store.subscribe({ after: this.position, filter, signal })[Symbol.asyncIterator]();
    const following = (): Promise<IteratorResult<EventBatch, undefined>> => {
      const batch = batches.next();
      // Its failure is met when it is looked at.
      batch.catch(() => {});
      return batch;
    };
    try {
      this.alarm = new Alarm(this.longestNap);
      let arriving = following();
      await this.announceAll();
      while (!signal.aborted) {
        if (await this.alarm.ringsBefore(arriving)) await this.announceAll();
        else {
          const batch = await arriving;
          if (batch.done === true) return;
          arriving = following();
          await this.heed(batch.value);
        }
      }
    } finally {
      reading.abort();
    }
  }

  /** An event is recorded by the clock that its times are meant by. */
  private async heed({ events, position }: EventBatch): Promise<void> {
    for (const recorded of events) {
      const { event } = decodeEvent(this.parts.types, recorded);
      for (const { dueAt } of this.parts.kinds.flatMap((kind) => schedulesOf(kind, event)))
        if (dueAt !== undefined) this.alarm.set(dueAt, recorded.recordedAt);
    }
    if (position > this.position) await writePosition(this.parts.database.manager, this.reader, position);
    this.position = position > this.position ? position : this.position;
    this.condition.become('running');
  }

  /** Until nothing is due any more, and sets the alarm for what is next. */
  private async announceAll(): Promise<void> {
    const announced = new Set<string>();
    while (!this.stopping.signal.aborted) {
      const { position, at } = await this.parts.store.head();
      await this.positions.waitFor([this.parts.view], position, PATIENCE);
      if (await this.announceUpTo(at, announced)) continue;
      const next = await this.dueTimes.next();
      if (next !== undefined) this.alarm.set(next, at);
      return this.condition.become('running');
    }
  }

  /** Answers whether there was anything. Throws what the first of those threw that could not be announced. */
  private async announceUpTo(at: Date, announced: Set<string>): Promise<boolean> {
    const failures: unknown[] = [];
    let isAny = false;
    for await (const row of this.dueTimes.upTo(at)) {
      if (this.stopping.signal.aborted) return true;
      isAny = true;
      try {
        if (announced.has(nameOf(row))) throw new StaysDue(row);
        await this.announce(row, at);
        announced.add(nameOf(row));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return isAny;
  }

  private async announce(row: DueTimeRow, at: Date): Promise<void> {
    const { kinds, writePath } = this.parts;
    const kind = kinds.find(({ name }) => name === row.kind);
    if (kind === undefined) throw new TypeError(`nobody says how ${row.kind} is announced`);
    const scheduled = await this.schedulingEvent(row);
    await kind.announce(dueOf(row, scheduled, at), writePath);
  }

  private async schedulingEvent({ stream, revision }: DueTimeRow): Promise<ReadEvent<Event>> {
    const { store, types } = this.parts;
    for await (const recorded of store.readStream(stream, { from: revision, limit: 1 }))
      return decodeEvent(types, recorded);
    throw new Error(`${stream} has no revision ${revision}`);
  }
}

const nameOf = ({ kind, subject, stream, revision }: DueTimeRow): string =>
  JSON.stringify([kind, subject, stream, revision]);

const schedulesOf = <Event extends DomainEvent>(
  kind: DueTime<Event>,
  event: Event,
): ReturnType<DueTime<Event>['schedules']> => (kind.types.includes(event.type) ? kind.schedules(event) : []);

/** Whoever named the time asked for what happens then; nobody does it. Why they named it says nothing about it. */
function dueOf<Event extends DomainEvent>(
  { kind, subject }: DueTimeRow,
  scheduled: ReadEvent<Event>,
  at: Date,
): Due<Event> {
  const { recorded, metadata } = scheduled;
  return {
    subject,
    scheduled,
    at,
    context: {
      actor: { account: metadata.actor.account, roles: [], interface: 'system' },
      commandId: followUpIdOf(recorded.id, `announce ${kind} ${subject}`),
      correlationId: metadata.correlationId,
      causationId: recorded.id,
      at,
    },
  };
}
