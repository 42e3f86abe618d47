import { Client } from 'pg';
import { PostgresEventStore } from '#event-store-postgres';
import type { EventStore } from '#event-sourcing';
import { durablePostgres, type DurablePostgres } from '../support/durable-postgres';
import { textTable } from '../support/text-table';
import { machine } from './machine';
import { median } from './median';
import { pgbench, PGBENCH_TABLE, requirePgbench } from './pgbench';
import { newEvent, newStream } from './sample-append';

const CALLERS = [1, 8, 32];

export interface Effort {
  readonly rounds: number;
  /** Of each measurement. */
  readonly seconds: number;
}

interface Measured {
  readonly callers: number;
  readonly ours: number[];
  readonly theirs: number[];
}

/** Appends per second through the port, against single-row inserts by pgbench, by turns on one server. */
export async function benchAppend(effort: Effort): Promise<string> {
  await requirePgbench();
  const postgres = await durablePostgres();
  try {
    const version = await prepare(postgres);
    const measured = await measure(postgres, effort);
    return `${machine(version)}\n${effort.rounds} rounds of ${effort.seconds} s, medians\n\n${report(measured)}`;
  } finally {
    await postgres.remove();
  }
}

async function measure(postgres: DurablePostgres, { rounds, seconds }: Effort): Promise<readonly Measured[]> {
  const measured = CALLERS.map((callers): Measured => ({ callers, ours: [], theirs: [] }));
  const store = new PostgresEventStore(postgres.connection);
  try {
    await appendFor(store, 32, 1);
    for (let round = 0; round < rounds; round++) {
      for (const { callers, ours, theirs } of measured) {
        theirs.push(await pgbench(postgres.connection, callers, seconds));
        ours.push(await appendFor(store, callers, seconds));
      }
    }
  } finally {
    await store.close();
  }
  return measured;
}

/** Appends per second, each of one event to a stream of its own that must not exist yet. */
async function appendFor(store: EventStore, callers: number, seconds: number): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1_000;
  const caller = async (): Promise<number> => {
    let appends = 0;
    for (; performance.now() < end; appends++) await store.append(newStream(), 'none', [newEvent()]);
    return appends;
  };
  const appends = await Promise.all(Array.from({ length: callers }, caller));
  return appends.reduce((sum, count) => sum + count, 0) / ((performance.now() - start) / 1_000);
}

async function prepare({ connection }: DurablePostgres): Promise<string> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(PGBENCH_TABLE);
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? 'unknown';
  } finally {
    await client.end();
  }
}

const report = (measured: readonly Measured[]): string =>
  textTable([
    ['callers', 'appends/s', 'pgbench inserts/s', 'ratio', 'ratios of the rounds'],
    ...measured.map(({ callers, ours, theirs }) => [
      String(callers),
      Math.round(median(ours)),
      Math.round(median(theirs)),
      (median(ours) / median(theirs)).toFixed(2),
      ours.map((rate, round) => (rate / (theirs[round] ?? NaN)).toFixed(2)).join(' '),
    ]),
  ]);
