import type { ClientConfig } from 'pg';
import type { EventStore } from '#event-sourcing';
import { EventStoreDbEventStore } from '#event-store-db';
import { PostgresEventStore } from '#event-store-postgres';
import type { Configuration } from './configuration-keys';

/** The event store that is configured: beside the views, or in EventStoreDB. */
export function openEventStore(
  { eventStore, eventStoreDbUrl }: Pick<Configuration, 'eventStore' | 'eventStoreDbUrl'>,
  connection: ClientConfig,
): EventStore {
  if (eventStore === 'postgres') return new PostgresEventStore(connection);
  // `readConfiguration` lets nobody go without.
  if (eventStoreDbUrl === undefined) throw new Error('EVENTSTOREDB_URL has to be set');
  return new EventStoreDbEventStore(eventStoreDbUrl);
}
