import type { DataSource, EntityManager } from 'typeorm';
import {
  BEGINNING,
  type DomainEvent,
  type EventStore,
  type EventTypes,
  type Position,
} from '#event-sourcing';
import { applyEvents } from './apply-events';
import { Stretch } from './log-events';
import { readPosition, writePosition } from './positions';
import type { Projector } from './projector';
import { Condition, type ReaderStatus } from './reader-status';
import { pause, PAUSES, type Pauses } from './retry';
import { setUpView, tableNameOf, type Place } from './view-tables';

const CATCH_UP_BATCH = 1_000;

/**
 * One projector at work. As a rule it takes each stretch that the shared feed offers. When it is behind, because it is
 * new or because it failed, it reads the log by itself until it has caught up with the feed.
 */
export class RunningProjector<Event extends DomainEvent> {
  private position: Position = BEGINNING;
  private readonly condition = new Condition();
  private isPrepared = false;
  private isCatchingUp = false;
  private catchingUp: Promise<void> = Promise.resolve();
  private wanted: Position = BEGINNING;

  constructor(
    private readonly projector: Projector<Event>,
    private readonly types: EventTypes<Event>,
    private readonly database: DataSource,
    private readonly store: EventStore,
    private readonly signal: AbortSignal,
    private readonly pauses: Pauses = PAUSES,
  ) {}

  status(): ReaderStatus {
    return this.condition.status(this.projector.name, this.position);
  }

  /** Never throws: what fails here is tried again once there is something to read. Answers where it stands. */
  async start(): Promise<Position> {
    try {
      await this.prepare();
      this.condition.become('running');
    } catch (error) {
      this.condition.become('failing', error);
    }
    return this.position;
  }

  /** Never throws: a projector that fails stops alone. */
  async offer(stretch: Stretch<Event>): Promise<void> {
    this.wanted = stretch.position;
    if (this.isCatchingUp) return;
    if (!this.isPrepared || this.position < stretch.after) return this.startCatchingUp();
    try {
      await this.advance(stretch);
      this.condition.become('running');
    } catch (error) {
      this.fail(error);
      this.startCatchingUp();
    }
  }

  /** It gets nothing to read. */
  fail(error: unknown): void {
    this.isPrepared = false;
    this.condition.become('failing', error);
  }

  async stopped(): Promise<void> {
    await this.catchingUp;
  }

  private async prepare(): Promise<void> {
    const logId = await this.store.logId();
    await setUpView(this.database.manager, this.projector, logId);
    this.position = await readPosition(this.database.manager, this.projector, logId);
    this.isPrepared = true;
  }

  private startCatchingUp(): void {
    this.isCatchingUp = true;
    this.catchingUp = this.catchUp();
  }

  private async catchUp(): Promise<void> {
    let failures = 0;
    while (this.isBehind()) {
      try {
        if (failures > 0) await pause(this.pauses, failures - 1, this.signal);
        await this.prepareAndReadOn();
        failures = 0;
      } catch (error) {
        failures++;
        this.fail(error);
      }
    }
    // At once with the last look at what is wanted: an offer that came in between would be nobody's.
    this.isCatchingUp = false;
    if (!this.signal.aborted) this.condition.become('running');
  }

  private isBehind(): boolean {
    return !this.signal.aborted && (!this.isPrepared || this.position < this.wanted);
  }

  private async prepareAndReadOn(): Promise<void> {
    if (!this.isPrepared) await this.prepare();
    if (!this.condition.isFailing) this.condition.become('catching-up');
    if (this.isBehind()) await this.readOn();
  }

  private async readOn(): Promise<void> {
    const reading = new AbortController();
    const signal = AbortSignal.any([this.signal, reading.signal]);
    try {
      for await (const batch of this.store.subscribe({
        after: this.position,
        batchSize: CATCH_UP_BATCH,
        signal,
      })) {
        await this.advance(new Stretch(this.types, this.position, batch));
        this.condition.become('catching-up');
        if (this.position >= this.wanted) return;
      }
    } finally {
      reading.abort();
    }
  }

  /**
   * Rows and position are committed together, so a crash can neither skip nor repeat an event. The commit need not be
   * flushed to disk for that: what a power cut takes, it takes from both, and the log gives it back.
   */
  private async advance(stretch: Stretch<Event>): Promise<void> {
    if (stretch.position <= this.position) return;
    const logId = await this.store.logId();
    await this.database.transaction(async (transaction) => {
      await transaction.query('SET LOCAL synchronous_commit = off');
      // Whatever another process has already done is not done again.
      const position = await readPosition(transaction, this.projector, logId, true);
      if (position >= stretch.position) return;
      if (position < stretch.after) throw new Error(`${this.projector.name} was set back to ${position}`);
      await applyToTables(transaction, this.projector, stretch, position);
      await writePosition(transaction, this.projector, stretch.position);
    });
    this.position = stretch.position;
  }
}

export async function applyToTables<Event extends DomainEvent>(
  database: EntityManager,
  projector: Projector<Event>,
  stretch: Stretch<Event>,
  after: Position,
  place: Place = 'served',
): Promise<void> {
  const events = stretch.eventsAfter(after);
  if (events.length === 0) return;
  for (const table of inOrder(projector)) {
    await applyEvents(database, table, tableNameOf(database, table, place), events);
  }
}

/** What recalls comes first: it reads a memory that has not taken these events in yet. */
const inOrder = <Event extends DomainEvent>({ tables }: Projector<Event>): Projector<Event>['tables'] => [
  ...tables.filter(({ kind }) => kind === 'recalling'),
  ...tables.filter(({ kind }) => kind !== 'recalling'),
];
