import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import {
  BEGINNING,
  decodeEvent,
  type DomainEvent,
  type EventBatch,
  type EventStore,
  type EventTypes,
  type Position,
  type ProcessManager,
} from '#event-sourcing';
import { beginAt, PROCESS, readPosition, writePosition, type Reader } from './positions';
import { Condition, type ReaderStatus } from './reader-status';
import { keepTrying, PAUSES, type Pauses } from './retry';

export interface ProcessManagerRunnerOptions {
  /**
   * How old an event must be, in milliseconds. The request that recorded it usually finishes the work itself; the
   * process manager steps in when it did not, and should not race with it.
   */
  readonly grace?: number;
  readonly pauses?: Pauses;
}

/** Hands one process manager its events, in log order, at least once; keeps how far it got in the database. */
export class ProcessManagerRunner<Event extends DomainEvent> {
  private readonly stopping = new AbortController();
  private readonly condition = new Condition();
  private readonly reader: Reader;
  private readonly grace: number;
  private readonly pauses: Pauses;
  private position: Position = BEGINNING;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly manager: ProcessManager<Event>,
    private readonly types: EventTypes<Event>,
    private readonly database: DataSource,
    private readonly store: EventStore,
    { grace = 1_000, pauses = PAUSES }: ProcessManagerRunnerOptions = {},
  ) {
    this.reader = { name: `${PROCESS}${manager.name}`, shape: 1 };
    this.grace = grace;
    this.pauses = pauses;
  }

  status(): ReaderStatus {
    return this.condition.status(this.reader.name, this.position);
  }

  async start(): Promise<void> {
    const logId = await this.store.logId();
    await beginAt(this.database.manager, this.reader, logId, BEGINNING);
    this.position = await readPosition(this.database.manager, this.reader, logId);
    this.condition.become('running');
    this.working = this.work();
  }

  /** Lets the reaction under way finish. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
  }

  private work(): Promise<void> {
    return keepTrying(() => this.follow(), {
      signal: this.stopping.signal,
      pauses: this.pauses,
      position: () => this.position,
      fail: (error) => this.condition.become('failing', error),
    });
  }

  private async follow(): Promise<void> {
    const reading = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, reading.signal]);
    const filter = { types: this.manager.reactsTo };
    try {
      for await (const batch of this.store.subscribe({ after: this.position, filter, signal }))
        await this.react(batch);
    } finally {
      reading.abort();
    }
  }

  private async react({ events, position }: EventBatch): Promise<void> {
    for (const recorded of events) {
      await this.untilOldEnough(recorded.recordedAt);
      if (this.stopping.signal.aborted) return;
      await this.manager.react(decodeEvent(this.types, recorded));
      await this.reach(recorded.position);
    }
    await this.reach(position);
    this.condition.become('running');
  }

  private async reach(position: Position): Promise<void> {
    if (position <= this.position) return;
    await writePosition(this.database.manager, this.reader, position);
    this.position = position;
  }

  private async untilOldEnough(recordedAt: Date): Promise<void> {
    const wait = recordedAt.getTime() + this.grace - Date.now();
    if (wait > 0) await setTimeout(wait, undefined, { signal: this.stopping.signal }).catch(() => {});
  }
}
