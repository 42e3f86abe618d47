import type { ClientConfig } from 'pg';
import type { DataSource } from 'typeorm';
import { ActiveLock, makeDataSource, migrate } from '#runtime';
import { BESIDE_THE_LOG, copyTable } from './beside-the-log';
import type { LogPlace } from './places';
import { ProcessPositions } from './process-positions';

/** What is in PostgreSQL beside a log, and cannot be made from it, on its way to where the copy will be used. */
export interface HandOver {
  /** To be told of every event that is in both logs, in order. */
  readonly positions: ProcessPositions;
  /** Answers whether everything is where it has to be. */
  finish(say: (line: string) => void): Promise<boolean>;
  close(): Promise<void>;
}

/** A log in EventStoreDB of which nobody said goes with the database of the other log. Undefined when there is none. */
export async function handOverBetween(source: LogPlace, target: LogPlace): Promise<HandOver | undefined> {
  const from = source.database ?? target.database;
  const to = target.database ?? source.database;
  if (from === undefined || to === undefined) return undefined;
  const [theirs, ours] = [makeDataSource(from.connection, 2), makeDataSource(to.connection, 2)];
  const close = async (): Promise<void> => {
    for (const database of [theirs, ours]) if (database.isInitialized) await database.destroy();
  };
  try {
    await ours.initialize();
    await migrate(ours);
    await theirs.initialize();
    await refuseWithoutLedger(theirs, from.name);
    const positions = await ProcessPositions.of(theirs, await source.store.logId());
    return {
      positions,
      close,
      async finish(say) {
        if (from !== to) for (const table of BESIDE_THE_LOG) say(await copied(theirs, ours, table));
        return settled(to.connection, async () => {
          const count = await positions.settle(ours, await target.store.logId());
          say(`${count} process managers go on after the same events as before.`);
        });
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function refuseWithoutLedger(database: DataSource, name: string): Promise<void> {
  const [row] = await database.query<{ found: boolean }[]>(
    `SELECT to_regclass('views.positions') IS NOT NULL AS found`,
  );
  if (row?.found !== true) throw new Error(`there is no ledger in ${name}`);
}

const copied = async (from: DataSource, to: DataSource, table: string): Promise<string> =>
  `${table}: ${await copyTable(from, to, table)} rows, the same in both databases.`;

/** While a service follows a log in that database, nobody else says where its readers stand. */
async function settled(connection: ClientConfig, settle: () => Promise<void>): Promise<boolean> {
  const lock = new ActiveLock(connection);
  const isOurs = (await lock.take()) !== undefined;
  try {
    if (isOurs) await settle();
    return isOurs;
  } finally {
    await lock.release();
  }
}
