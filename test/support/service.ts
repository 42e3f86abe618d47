import { randomUUID } from 'node:crypto';
import { ApiModule } from '../../apps/api/api.module';
import { listen } from '../../apps/api/listen';
import { makeServer } from '../../apps/api/server';
import { ProjectorModule } from '../../apps/projector/projector.module';
import { makeLogger, readConfiguration } from '../../libs/runtime';
import { Caller } from './caller';
import { eventStoreEnvironment } from './event-store-of';

export const ADMIN_TOKEN = 'an-administrator-of-tests';
export const OWNER = '123456789012';
export const FRIEND = '111122223333';
export const STRANGER = '444455556666';

/** Milliseconds. A read may wait this long for its view: a machine with much to do is slow, which is no mistake. */
export const PATIENCE = '30000';

export interface Service {
  readonly url: string;
  /** The administrator. */
  readonly admin: Caller;
  /** A caller with a service token of its own. */
  caller(account: string, roles?: readonly string[], subject?: string): Promise<Caller>;
  /** As a deployment does it: no new requests, what is in flight is finished. */
  stop(): Promise<void>;
}

/** The service in this process, on a port of its own: API, projectors and process managers. */
export async function startService(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
  modules: Parameters<typeof makeServer>[1] = [ApiModule, ProjectorModule],
): Promise<Service> {
  const configuration = readConfiguration({
    PORT: '0',
    LEDGER_ADMIN_TOKEN: ADMIN_TOKEN,
    DATABASE_CONNECTIONS: '4',
    LEDGER_REGIONS: 'us-east-1,eu-central-1',
    LEDGER_LINGER_MS: '0',
    LOG_LEVEL: 'silent',
    // A fast machine would send more than a caller may; the spec of the limit sets its own.
    LEDGER_RATE_LIMIT: '1000000',
    LEDGER_READ_WAIT_MS: PATIENCE,
    ...eventStoreEnvironment(databaseUrl),
    ...environment,
  });
  const parts = {
    configuration,
    connection: { connectionString: databaseUrl },
    logger: makeLogger(configuration.logLevel),
  };
  const app = await makeServer(parts, modules);
  const url = await listen(app, configuration);
  const admin = new Caller(url, ADMIN_TOKEN);
  return {
    url,
    admin,
    caller: (account, roles = ['member'], subject = `somebody of ${account}`) =>
      admin.issue(account, roles, subject),
    stop: () => app.close(),
  };
}

/** What it takes to register an image, under a name of its own. */
export const registration = (changes: object = {}): Record<string, unknown> => ({
  name: `image ${randomUUID()}`,
  source: {
    kind: 'snapshots',
    architecture: 'x86_64',
    rootDeviceName: '/dev/xvda',
    blockDeviceMappings: [
      { deviceName: '/dev/xvda', ebs: { snapshotId: 'snap-0123456789abcdef0', volumeSize: 8 } },
      { deviceName: '/dev/sdb', ebs: { volumeSize: 100, volumeType: 'gp3' } },
    ],
  },
  ...changes,
});
