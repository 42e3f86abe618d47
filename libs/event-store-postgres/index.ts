import { CreateEventLog1764000000000 } from './migrations/001-create-event-log';
import { CreateAppend1764000001000 } from './migrations/002-create-append';

export { renewLogId } from './renew-log-id';
export { PostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store';

export const eventStoreMigrations = [CreateEventLog1764000000000, CreateAppend1764000001000];
