import type { DataSource } from 'typeorm';
import type { DomainEvent, EventStore, EventTypes, Position } from '#event-sourcing';
import { Stretch } from './log-events';
import type { Projector } from './projector';
import type { ReaderStatus } from './reader-status';
import type { Pauses } from './retry';
import { RunningProjector } from './running-projector';
import { setUpView } from './view-tables';

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

  constructor(
    private readonly declared: readonly Projector<Event>[],
    private readonly types: EventTypes<Event>,
    private readonly database: DataSource,
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
    const logId = await this.store.logId();
    for (const projector of this.declared) await setUpView(this.database.manager, projector, logId);
    const positions = await Promise.all(this.projectors.map((projector) => projector.start()));
    this.feeding = this.feed(
      positions.reduce((farthest, position) => (position > farthest ? position : farthest)),
    );
  }

  /** Lets the batch under way finish. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.feeding;
    await Promise.all(this.projectors.map((projector) => projector.stopped()));
  }

  private async feed(after: Position): Promise<void> {
    const { signal } = this.stopping;
    const { batchSize } = this.options;
    let position = after;
    for await (const batch of this.store.subscribe({
      after,
      signal,
      ...(batchSize === undefined ? {} : { batchSize }),
    })) {
      const stretch = new Stretch(this.types, position, batch);
      await Promise.all(this.projectors.map((projector) => projector.offer(stretch)));
      position = batch.position;
    }
  }
}
