import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import {
  BEGINNING,
  type DomainEvent,
  type EventStore,
  type EventTypes,
  type Position,
} from '#event-sourcing';
import { differencesBetween, type Difference } from './compare';
import { Stretch } from './log-events';
import { readPosition } from './positions';
import type { Projector } from './projector';
import { applyToTables } from './running-projector';
import { createTables, dropTables, tableNameOf } from './view-tables';

const COPY = '__next';
const OLD = '__old';
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
 * Makes a view anew from the log, in tables beside those that are served, which go on being served and advanced. At the
 * end, under the lock of the view's position, the copy is brought to exactly that position and takes the names over.
 * A crash or an abort at any moment leaves what is served as it was.
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
    private readonly connection: QueryRunner,
    private readonly store: EventStore,
    private readonly types: EventTypes<Event>,
    private readonly projector: Projector<Event>,
    private readonly options: RebuildOptions,
  ) {
    this.database = connection.manager;
  }

  async run(): Promise<readonly Difference[]> {
    await dropTables(this.database, this.projector, COPY);
    await createTables(this.database, this.projector, COPY);
    try {
      await this.fillBeside();
      return await this.finish();
    } finally {
      await dropTables(this.database, this.projector, COPY);
    }
  }

  /** Up to where the served view is by then, again and again, until there is little left to do under the lock. */
  private async fillBeside(): Promise<void> {
    for (;;) {
      const served = await this.servedPosition(this.database, false);
      if (served - this.position < BigInt(BATCH)) return;
      await this.fill(this.database, served);
    }
  }

  private async finish(): Promise<readonly Difference[]> {
    return this.connection.manager.transaction(async (transaction) => {
      await this.fill(transaction, await this.servedPosition(transaction, true));
      const differences = await this.differences(transaction);
      if (this.options.then === 'swap') await this.swap(transaction);
      return differences;
    });
  }

  private async fill(database: EntityManager, upTo: Position): Promise<void> {
    let events = [];
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
    events: ConstructorParameters<typeof Stretch<Event>>[2]['events'],
    position: Position,
    of: Position,
  ): Promise<void> {
    const stretch = new Stretch(this.types, this.position, { events, position });
    await applyToTables(database, this.projector, stretch, this.position, COPY);
    this.position = position;
    this.options.onProgress?.({ position, of });
  }

  private async servedPosition(database: EntityManager, lock: boolean): Promise<Position> {
    return readPosition(database, this.projector, await this.store.logId(), lock);
  }

  private async differences(database: EntityManager): Promise<readonly Difference[]> {
    if (this.options.then === 'swap') return [];
    const found = [];
    for (const table of this.projector.tables) {
      const name = tableNameOf(database, table);
      found.push(...(await differencesBetween(database, name, `${name}${COPY}`)));
    }
    return found;
  }

  private async swap(database: EntityManager): Promise<void> {
    for (const table of this.projector.tables) {
      const name = tableNameOf(database, table);
      const bare = name.slice(name.indexOf('.') + 1);
      await database.query(`ALTER TABLE ${name} RENAME TO ${bare}${OLD}`);
      await database.query(`ALTER TABLE ${name}${COPY} RENAME TO ${bare}`);
      await database.query(`DROP TABLE ${name}${OLD}`);
    }
  }
}
