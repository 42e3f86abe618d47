import { inspect } from 'node:util';
import { OperationModule } from '../../apps/api/operation.module';
import { ProjectorModule } from '../../apps/projector/projector.module';
import { after, Caller, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventStoreEnvironment } from '../support/event-store-of';
import { eventually } from '../support/eventually';
import { ADMIN_TOKEN, OWNER, PATIENCE, registration, startService, type Service } from '../support/service';
import { ServiceProcess } from '../support/service-process';
import { TcpBalancer } from '../support/tcp-balancer';

const CLIENTS = 8;

/** An API process that keeps its port from start to start, as behind a balancer. */
class Api {
  private process: ServiceProcess;
  port = '0';

  constructor(private readonly databaseUrl: string) {
    this.process = this.made();
  }

  async start(): Promise<void> {
    this.process = this.made();
    this.port = new URL(await this.process.start()).port;
  }

  end(signal: NodeJS.Signals): Promise<number | null> {
    return this.process.end(signal);
  }

  private made(): ServiceProcess {
    const environment = {
      DATABASE_URL: this.databaseUrl,
      LEDGER_ADMIN_TOKEN: ADMIN_TOKEN,
      PORT: this.port,
      // Longer than a busy machine may keep a client from sending.
      LEDGER_LINGER_MS: '10000',
      LEDGER_DRAIN_MS: '30000',
      LEDGER_READ_WAIT_MS: PATIENCE,
      ...eventStoreEnvironment(this.databaseUrl),
    };
    return new ServiceProcess({ script: 'apps/api/main.js', environment });
  }
}

let database: TestDatabase;
let projector: Service;
let apis: readonly Api[];
let balancer: TcpBalancer;

beforeAll(async () => {
  database = await testDatabase();
  projector = await startService(database.url, {}, [OperationModule, ProjectorModule]);
  apis = [new Api(database.url), new Api(database.url)];
  await Promise.all(apis.map((api) => api.start()));
  balancer = await TcpBalancer.to(...apis.map(({ port }) => ({ host: '127.0.0.1', port: Number(port) })));
});

afterAll(async () => {
  await balancer.close();
  await Promise.all(apis.map((api) => api.end('SIGTERM')));
  await projector.stop();
  await database.drop();
});

describe('API processes behind a balancer that are restarted one after the other', () => {
  it('fail no request', async () => {
    const owner = new Caller(`http://127.0.0.1:${balancer.port}`, ADMIN_TOKEN, { 'ledger-account': OWNER });
    const outcomes: string[] = [];
    let isOver = false;
    const call = async (): Promise<void> => {
      const made = await owner.post('/v1/images', registration());
      outcomes.push(outcomeOf('write', made));
      const read = await owner.get(`/v1/images/${made.body.imageId}`, after(made));
      outcomes.push(outcomeOf('read', read));
    };
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (!isOver) await call().catch((error: unknown) => outcomes.push(`no answer: ${inspect(error)}`));
    });
    const more = async (): Promise<void> => {
      const wanted = outcomes.length + 60;
      await eventually(() => expect(outcomes.length).toBeGreaterThan(wanted));
    };
    await more();
    for (const api of apis) {
      expect(await api.end('SIGTERM')).toBe(0);
      await more();
      await api.start();
      await more();
    }
    isOver = true;
    await Promise.all(clients);
    expect(new Set(outcomes)).toEqual(new Set(['write 201', 'read 200']));
  });
});

const outcomeOf = (what: string, { status, body }: Answer): string =>
  status < 400 ? `${what} ${status}` : `${what} ${status}: ${inspect(body)}`;
