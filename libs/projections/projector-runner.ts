import type { DataSource } from 'typeorm';
import {
  BEGINNING,
  type DomainEvent,
  type EventStore,
  type EventTypes,
  type Position,
} from '#event-sourcing';
import { Stretch } from './log-events';
import type { Projector } from './projector';
import type { ReaderStatus } from './reader-status';
import { keepTrying, PAUSES, type Pauses } from './retry';
import { RunningProjector } from './running-projector';

export interface ProjectorRunnerOptions {
  readonly batchSize?: number;
  readonly pauses?: Pauses;
}

/**
 * Keeps views up to date: one subscription to the whole log per process, offered to every projector. Every event moves
 * every projector on, also those that make nothing of it, so that "has seen position P" can be said of each.
 */
export class ProjectorRunner<Event extends DomainEvent> {
  private readonly stopping = new AbortController();
  private readonly projectors: readonly RunningProjector<Event>[];
  private feeding: Promise<void> = Promise.resolve();
  /** Everything up to here was offered. */
  private position: Position = BEGINNING;

  constructor(
    declared: readonly Projector<Event>[],
    private readonly types: EventTypes<Event>,
    database: DataSource,
    private readonly store: EventStore,
    private readonly options: ProjectorRunnerOptions = {},
  ) {
    this.projectors = declared.map(
      (projector) =>
        new RunningProjector(projector, types, database, store, this.stopping.signal, options.pauses),
    );
  }

  status(): readonly ReaderStatus[] {
    return this.projectors.map((projector) => projector.status());
  }

  /** Sets up views that are new, and goes on from the farthest position; who is behind catches up on its own. */
  async start(): Promise<void> {
    const positions: Position[] = [];
    for (const projector of this.projectors) positions.push(await projector.start());
    this.feeding = this.keepFeeding(
      positions.reduce((farthest, position) => (position > farthest ? position : farthest), BEGINNING),
    );
  }

  /** Lets the batch under way finish. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.feeding;
    await Promise.all(this.projectors.map((projector) => projector.stopped()));
  }

  private keepFeeding(after: Position): Promise<void> {
    this.position = after;
    return keepTrying(() => this.feed(), {
      signal: this.stopping.signal,
      pauses: this.options.pauses ?? PAUSES,
      position: () => this.position,
      fail: (error) => this.projectors.forEach((projector) => projector.fail(error)),
    });
  }

  private async feed(): Promise<void> {
    const reading = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, reading.signal]);
    const { batchSize } = this.options;
    try {
      for await (const batch of this.store.subscribe({
        after: this.position,
        signal,
        ...(batchSize === undefined ? {} : { batchSize }),
      })) {
        const stretch = new Stretch(this.types, this.position, batch);
        await Promise.all(this.projectors.map((projector) => projector.offer(stretch)));
        this.position = batch.position;
      }
    } finally {
      reading.abort();
    }
  }
}
