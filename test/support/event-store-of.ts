import type { EventStore } from '#event-sourcing';
import { EventStoreDbEventStore } from '#event-store-db';
import { PostgresEventStore } from '#event-store-postgres';
import { StubServer, type StubMode } from './event-store-db';

/** `TEST_EVENT_STORE=eventstoredb`: whatever a test keeps views of has its log in an EventStoreDB of its own, a stub. */
export const inEventStoreDb = process.env['TEST_EVENT_STORE'] === 'eventstoredb';

/** `TEST_EVENT_STORE_MODE`: which version of EventStoreDB the stub answers like. */
const mode = modeNamed(process.env['TEST_EVENT_STORE_MODE'] ?? '24.2');

/** By the address of the database that holds the views. */
const servers = new Map<string, StubServer>();

/** Before a service is started on a database for the first time. Does nothing where the log is beside the views. */
export async function startEventStoreOf(databaseUrl: string): Promise<void> {
  if (inEventStoreDb && !servers.has(databaseUrl))
    servers.set(databaseUrl, await StubServer.started({ mode }));
}

export async function stopEventStoreOf(databaseUrl: string): Promise<void> {
  await servers.get(databaseUrl)?.stop();
  servers.delete(databaseUrl);
}

/** To make it go wrong. Throws where there is none. */
export function stubOf(databaseUrl: string): StubServer {
  const server = servers.get(databaseUrl);
  if (server === undefined) throw new Error('this is for TEST_EVENT_STORE=eventstoredb');
  return server;
}

/** What a process of the service has to be told to keep its events there. */
export function eventStoreEnvironment(databaseUrl: string): Readonly<Record<string, string>> {
  const server = servers.get(databaseUrl);
  return server === undefined
    ? {}
    : { EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: server.connectionString };
}

/** The log of the service that has its views there, for looking into it beside the service. */
export function eventStoreOf(databaseUrl: string): EventStore {
  const server = servers.get(databaseUrl);
  return server === undefined
    ? new PostgresEventStore({ connectionString: databaseUrl })
    : new EventStoreDbEventStore(server.connectionString);
}

function modeNamed(name: string): StubMode {
  if (name !== '23.10' && name !== '24.2') throw new Error('TEST_EVENT_STORE_MODE is 23.10 or 24.2');
  return name;
}
