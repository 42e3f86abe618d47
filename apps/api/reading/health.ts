import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventStore, Position } from '#event-sourcing';
import { readerPositions } from '#projections';
import { EVENT_STORE, LogReaders, type Standing } from '#runtime';

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
  /** Only where readers run, or would when it is this process's turn. */
  readonly state?: Standing;
  readonly readers: readonly ReaderHealth[];
}

/** What takes longer cannot be reached, in milliseconds. */
const ANSWER_WITHIN = 2_000;

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
      soon(this.store.head()),
      soon(readerPositions(this.database.manager)),
    ]);
    const state = this.running.standing();
    const position = head.status === 'fulfilled' ? head.value.position : undefined;
    return {
      ready: head.status === 'fulfilled' && readers.status === 'fulfilled',
      eventStore: head.status === 'fulfilled' ? 'reachable' : 'unreachable',
      database: readers.status === 'fulfilled' ? 'reachable' : 'unreachable',
      ...(position === undefined ? {} : { position: position.toString() }),
      ...(state === undefined ? {} : { state }),
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

/** Nobody who asks how we are waits for a connection that hangs. */
const soon = <T>(answer: Promise<T>): Promise<T> =>
  Promise.race([
    answer,
    setTimeout(ANSWER_WITHIN, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer'))),
  ]);
