export { EventStoreDbEventStore, type EventStoreDbEventStoreOptions } from './event-store-db-event-store';
