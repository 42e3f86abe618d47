import { ApiModule } from '../../apps/api/api.module';
import type { EventStore, RecordedEvent } from '../../libs/event-sourcing';
import type { Answer, Caller } from './caller';
import { testDatabase } from './database';
import { eventStoreOf } from './event-store-of';
import { OWNER, registration, startService } from './service';

/** Two APIs that know nothing of each other, on one database, and the log that they write to. */
export interface Contest {
  readonly store: EventStore;
  /** Client number `index`: they take turns in which API they ask. */
  client(index: number, account?: string): Caller;
  readonly owner: Caller;
  recordedIn(stream: string): Promise<readonly RecordedEvent[]>;
  makeImage(): Promise<string>;
  launch(imageId: string, minCount: number): Promise<readonly string[]>;
  makeVolume(): Promise<string>;
  end(): Promise<void>;
}

export async function beginContest(): Promise<Contest> {
  const database = await testDatabase();
  const services = [
    await startService(database.url),
    await startService(database.url, {}, [ApiModule]),
  ] as const;
  const store = eventStoreOf(database.url);
  const client = (index: number, account = OWNER): Caller =>
    (index % 2 === 0 ? services[0] : services[1]).admin.with({ 'ledger-account': account });
  const owner = client(0);
  return {
    store,
    client,
    owner,
    async recordedIn(stream) {
      const events = [];
      for await (const event of store.readStream(stream)) events.push(event);
      return events;
    },
    async makeImage() {
      const made = await owner.post('/v1/images', registration());
      return (made.body as { imageId: string }).imageId;
    },
    async launch(imageId, minCount) {
      const wish = { imageId, instanceType: 'm7g.large', minCount };
      const { instances } = (await owner.post('/v1/instances', wish)).body as {
        instances: readonly { instanceId: string }[];
      };
      return instances.map(({ instanceId }) => instanceId);
    },
    async makeVolume() {
      const made = await owner.post('/v1/volumes', { size: 8, zone: 'us-east-1a' });
      return (made.body as { volumeId: string }).volumeId;
    },
    async end() {
      await store.close();
      for (const service of services) await service.stop();
      await database.drop();
    },
  };
}

export const atOnce = <T>(count: number, ask: (index: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(index)));

/** `200`, `409 volume-in-use` … in order. */
export const outcomes = (answers: readonly Answer[]): readonly string[] =>
  answers
    .map(({ status, body }) =>
      status < 300 ? String(status) : `${status} ${(body as { code: string }).code}`,
    )
    .sort();

export const times = (count: number, outcome: string): readonly string[] =>
  Array<string>(count).fill(outcome);
