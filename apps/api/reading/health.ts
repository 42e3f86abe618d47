import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventStore, Position } from '#event-sourcing';
import { readerPositions } from '#projections';
import { EVENT_STORE, LogReaders } from '#runtime';

interface ReaderHealth {
  readonly name: string;
  readonly position: string;
  /** Events recorded that it has not read yet. */
  readonly lag: number;
  /** Known only where it runs in this process. */
  readonly state?: string;
  readonly error?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly eventStore: 'reachable' | 'unreachable';
  readonly database: 'reachable' | 'unreachable';
  readonly position?: string;
  readonly readers: readonly ReaderHealth[];
}

/** Whether this process can do its work, and how far behind the log its readers are. */
@Injectable()
export class Health {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly database: DataSource,
    private readonly running: LogReaders,
  ) {}

  async readiness(): Promise<Readiness> {
    const [head, readers] = await Promise.allSettled([
      this.store.head(),
      readerPositions(this.database.manager),
    ]);
    const position = head.status === 'fulfilled' ? head.value.position : undefined;
    return {
      ready: head.status === 'fulfilled' && readers.status === 'fulfilled',
      eventStore: head.status === 'fulfilled' ? 'reachable' : 'unreachable',
      database: readers.status === 'fulfilled' ? 'reachable' : 'unreachable',
      ...(position === undefined ? {} : { position: position.toString() }),
      readers: readers.status === 'fulfilled' ? this.behind(position, readers.value) : [],
    };
  }

  private behind(head: Position | undefined, positions: ReadonlyMap<string, Position>): ReaderHealth[] {
    const statuses = new Map(this.running.statuses().map((status) => [status.name, status]));
    return [...positions].map(([name, position]) => {
      const { state, error } = statuses.get(name) ?? {};
      return {
        name,
        position: position.toString(),
        lag: head === undefined || head < position ? 0 : Number(head - position),
        ...(state === undefined ? {} : { state }),
        ...(error === undefined ? {} : { error }),
      };
    });
  }
}
