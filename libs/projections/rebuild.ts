import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import {
  BEGINNING,
  type DomainEvent,
  type EventStore,
  type EventTypes,
  type Position,
  type RecordedEvent,
} from '#event-sourcing';
import { differencesBetween, type Difference } from './compare';
import { Stretch } from './log-events';
import { PositionInAnotherLog, readPosition, settleAt, UnknownPosition } from './positions';
import type { Projector } from './projector';
import { applyToTables } from './running-projector';
import { createTables, dropTables, serveRebuilt, tableNameOf } from './view-tables';

const BATCH = 2_000;
const LOCK_CLASS = 724_012;

export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay';
  constructor(view: string) {
    super(`the view ${view} is being rebuilt already`);
  }
}

export interface RebuildOptions {
  /** `swap`: serve the copy from now on. `compare`: say in what it differs from what is served, and drop it. */
  readonly then: 'swap' | 'compare';
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly position: Position; readonly of: Position }) => void;
}

/**
 * Makes a view anew from the log, in tables beside those that are served, which go on being served and advanced. A swap
 * brings the copy to exactly the position of what is served, under the lock of that position, and puts it in its place;
 * a comparison looks at both in one snapshot and holds up nobody. A crash or an abort at any moment leaves what is
 * served as it was. A swap also gives a view its tables and position when it has none yet, or has them from another log.
 *
 * Answers the differences found: rows of which one side has more than the other. Throws RebuildUnderWay.
 */
export async function rebuild<Event extends DomainEvent>(
  database: DataSource,
  store: EventStore,
  types: EventTypes<Event>,
  projector: Projector<Event>,
  options: RebuildOptions,
): Promise<readonly Difference[]> {
  const lock = database.createQueryRunner();
  const key = [LOCK_CLASS, `${projector.name} ${projector.shape}`];
  try {
    const [row] = await lock.manager.query<{ locked: boolean }[]>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
      key,
    );
    if (row?.locked !== true) throw new RebuildUnderWay(projector.name);
    try {
      return await new Rebuild(lock, store, types, projector, options).run();
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1, hashtext($2))', key);
    }
  } finally {
    await lock.release();
  }
}

class Rebuild<Event extends DomainEvent> {
  private position: Position = BEGINNING;
  private readonly database: EntityManager;

  constructor(
    connection: QueryRunner,
    private readonly store: EventStore,
    private readonly types: EventTypes<Event>,
    private readonly projector: Projector<Event>,
    private readonly options: RebuildOptions,
  ) {
    this.database = connection.manager;
  }

  async run(): Promise<readonly Difference[]> {
    await dropTables(this.database, this.projector, 'rebuilt');
    await createTables(this.database, this.projector, 'rebuilt');
    try {
      await this.fillBeside();
      return await (this.options.then === 'swap' ? this.swap() : this.compare());
    } finally {
      await dropTables(this.database, this.projector, 'rebuilt');
    }
  }

  /** Up to where the served view is by then, again and again, until there is little left to do. */
  private async fillBeside(): Promise<void> {
    for (;;) {
      const served = await this.served(this.database, false);
      if (served - this.position < BigInt(BATCH)) break;
      await this.fill(this.database, served);
    }
    // The planner knows the copy from its first query on.
    for (const table of this.projector.tables)
      await this.database.query(`ANALYZE ${tableNameOf(this.database, table, 'rebuilt')}`);
  }

  private swap(): Promise<readonly Difference[]> {
    return this.database.transaction(async (transaction) => {
      await this.fill(transaction, await this.served(transaction, true));
      await serveRebuilt(transaction, this.projector);
      await settleAt(transaction, this.projector, await this.store.logId(), this.position);
      return [];
    });
  }

  private compare(): Promise<readonly Difference[]> {
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      await transaction.query('SET LOCAL statement_timeout = 0');
      await this.fill(transaction, await this.served(transaction, false));
      const found: Difference[] = [];
      for (const table of this.projector.tables) {
        const served = tableNameOf(transaction, table);
        const rebuilt = tableNameOf(transaction, table, 'rebuilt');
        found.push(...(await differencesBetween(transaction, served, rebuilt)));
      }
      return found;
    });
  }

  /** Where what is served stands. A view that serves nothing of this log can be made up to its head. */
  private async served(database: EntityManager, lock: boolean): Promise<Position> {
    try {
      return await readPosition(database, this.projector, await this.store.logId(), lock);
    } catch (error) {
      const isMadeAnew = error instanceof UnknownPosition || error instanceof PositionInAnotherLog;
      if (!isMadeAnew || this.options.then === 'compare') throw error;
      return (await this.store.head()).position;
    }
  }

  private async fill(database: EntityManager, upTo: Position): Promise<void> {
    let events: RecordedEvent[] = [];
    for await (const recorded of this.store.readAll(this.position)) {
      this.options.signal?.throwIfAborted();
      if (recorded.position > upTo) break;
      events.push(recorded);
      if (events.length < BATCH) continue;
      await this.add(database, events, recorded.position, upTo);
      events = [];
    }
    await this.add(database, events, upTo, upTo);
  }

  private async add(
    database: EntityManager,
    events: readonly RecordedEvent[],
    position: Position,
    of: Position,
  ): Promise<void> {
    this.options.signal?.throwIfAborted();
    const stretch = new Stretch(this.types, this.position, { events, position });
    await applyToTables(database, this.projector, stretch, this.position, 'rebuilt');
    this.position = position;
    this.options.onProgress?.({ position, of });
  }
}
