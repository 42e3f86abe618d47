import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { ApiModule } from '../../apps/api/api.module';
import { ProjectorModule } from '../../apps/projector/projector.module';
import { ActiveLock, LogReaders, makeLogger, Metrics } from '../../libs/runtime';
import { conclude } from '../kill/conclusion';
import { Random } from '../kill/random';
import { ACCOUNT, Traffic } from '../kill/traffic';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventStoreEnvironment, eventStoreOf } from '../support/event-store-of';
import { eventually } from '../support/eventually';
import { startService, type Service } from '../support/service';
import { runScript } from '../support/service-process';

/** For processes that believe to have it: as one does that was frozen, until it looks. */
class BelievedLock extends ActiveLock {
  override take(): Promise<AbortSignal> {
    return Promise.resolve(new AbortController().signal);
  }
}

const believingReaders = {
  provide: LogReaders,
  useFactory: () => new LogReaders(new BelievedLock({}), makeLogger('silent'), new Metrics()),
};

@Module({ providers: [believingReaders] })
class BelievingProjectorModule extends ProjectorModule implements OnApplicationShutdown {
  static readonly running: LogReaders[] = [];

  override async onApplicationBootstrap(): Promise<void> {
    await super.onApplicationBootstrap();
    BelievingProjectorModule.running.push(this.readers);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.readers.stop();
  }
}

let database: TestDatabase;
let services: readonly Service[];
let traffic: Traffic | undefined;

beforeAll(async () => {
  database = await testDatabase();
  services = [
    await startService(database.url, {}, [ApiModule, BelievingProjectorModule]),
    await startService(database.url, {}, [ApiModule, BelievingProjectorModule]),
  ];
});

afterAll(async () => {
  traffic?.abandon();
  for (const service of services) await service.stop();
  await database.drop();
});

describe('Two processes that both believe to be active', () => {
  it('do nothing twice, leave nothing out, and agree about the views', async () => {
    expect(BelievingProjectorModule.running.map((readers) => readers.standing())).toEqual([
      'active',
      'active',
    ]);
    const random = new Random(11);
    const callers = services.map(({ admin }) => admin.with({ 'ledger-account': ACCOUNT }));
    traffic = new Traffic(random, () => random.of(callers));
    const { wishes } = traffic;
    await eventually(() => expect(wishes.length).toBeGreaterThan(400), 180_000);
    await traffic.end();
    const { violations } = await conclude({
      store: eventStoreOf(database.url),
      service: callers[0]!,
      wishes,
      compare: () =>
        runScript('apps/standalone/rebuild.js', ['--compare'], {
          DATABASE_URL: database.url,
          ...eventStoreEnvironment(database.url),
        }),
    });
    expect(violations).toEqual([]);
    for (const readers of BelievingProjectorModule.running)
      for (const status of readers.statuses()) expect(status).toMatchObject({ state: 'running' });
  }, 180_000);
});
