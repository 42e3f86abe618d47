import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { BEGINNING, type EventStore } from '#event-sourcing';
import { PostgresEventStore } from '#event-store-postgres';
import { makeDataSource, migrate } from '#runtime';
import { newEvent, newStream } from '../bench/sample-append';

const WRITERS = 500;
const EVENTS_OF_STREAM = 2;

/** An empty database on the server; answers its address. */
export async function newDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
  return serverUrl.replace(/\/[^/]*$/, `/${name}`);
}

/** A ledger in PostgreSQL with at least so many events in many streams. */
export async function writeLedger(url: string, events: number): Promise<PostgresEventStore> {
  const database = await makeDataSource({ connectionString: url }, 2).initialize();
  await migrate(database).finally(() => database.destroy());
  const store = new PostgresEventStore({ connectionString: url });
  const append = () => store.append(newStream(), 'none', Array.from({ length: EVENTS_OF_STREAM }, newEvent));
  for (let done = 0; done < events; done += WRITERS * EVENTS_OF_STREAM)
    await Promise.all(Array.from({ length: WRITERS }, append));
  return store;
}

/** All of a log except its positions, which are every log's own: how many events, how many ids, and one hash of all. */
export async function summaryOf(store: EventStore): Promise<string> {
  const hash = createHash('sha256');
  const ids = new Set<string>();
  let events = 0;
  for await (const { position: _position, ...event } of store.readAll(BEGINNING)) {
    hash.update(JSON.stringify(event));
    ids.add(event.id);
    events++;
  }
  return `${events} events, ${ids.size} ids, sha256 ${hash.digest('hex')}`;
}
