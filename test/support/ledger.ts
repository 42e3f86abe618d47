import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import {
  canonicalJson,
  commandIdOf,
  WritePath,
  type Appended,
  type CommandContext,
  type DomainEvent,
  type EventStore,
} from '../../libs/event-sourcing';
import { PostgresEventStore } from '../../libs/event-store-postgres';
import type { EntityClass } from '../../libs/projections';
import { makeDataSource } from '../../libs/runtime/database';
import { testDatabase } from './database';

/** In its first schema, unless another is named. */
type InSchema = DomainEvent & { readonly schema?: number };

/** A ledger of one's own on a real database: its log, its write path, its views. */
export interface TestLedger {
  readonly database: DataSource;
  readonly store: PostgresEventStore;
  readonly writePath: WritePath;
  readonly url: string;
  /** Events as they are, past every decision. */
  record(stream: string, ...events: readonly InSchema[]): Promise<Appended>;
  close(): Promise<void>;
}

export interface TestLedgerOptions {
  /** Instead of the ledger's own views. */
  readonly entities?: readonly EntityClass<object>[];
  readonly connections?: number;
}

export async function testLedger({
  entities,
  connections = 10,
}: TestLedgerOptions = {}): Promise<TestLedger> {
  const { url, drop } = await testDatabase();
  const database = makeDataSource({ connectionString: url }, connections);
  if (entities !== undefined) database.setOptions({ entities: [...entities] });
  await database.initialize();
  const store = new PostgresEventStore({ connectionString: url });
  return {
    database,
    store,
    writePath: new WritePath(store),
    url,
    record: (stream, ...events) => record(store, stream, events),
    async close() {
      await store.close();
      await database.destroy();
      await drop();
    },
  };
}

/** Events as they are, past every decision. */
export const record = (store: EventStore, stream: string, events: readonly InSchema[]): Promise<Appended> => {
  const { at, ...metadata } = wish();
  return store.append(
    stream,
    'any',
    events.map(({ type, data, schema = 1 }) => ({
      id: randomUUID(),
      type,
      data: canonicalJson(data),
      metadata: canonicalJson({ ...metadata, occurredAt: at.toISOString(), schema }),
    })),
  );
};

/** A wish of its own every time, unless `key` names it. */
export function wish(context: Partial<CommandContext> = {}, key: string = randomUUID()): CommandContext {
  const commandId = commandIdOf('test', key);
  return {
    actor: { account: '111122223333', roles: ['member'], interface: 'rest' },
    commandId,
    correlationId: commandId,
    causationId: commandId,
    at: new Date(),
    ...context,
  };
}
