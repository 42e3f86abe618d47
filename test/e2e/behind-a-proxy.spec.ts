import { after, Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService, type Service } from '../support/service';

const [ANN, BOB, PROXY] = ['203.0.113.7', '198.51.100.9', '10.1.2.3'];
const FORWARDED = 'x-forwarded-for';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

async function withService(
  proxies: string,
  test: (service: Service) => Promise<void>,
  changes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const service = await startService(database.url, { TRUSTED_PROXIES: proxies, ...changes });
  try {
    await test(service);
  } finally {
    await service.stop();
  }
}

/** As whose the history has a write that came with this header. */
async function onRecord(service: Service, forwarded: string): Promise<string> {
  const member = await service.caller(OWNER);
  const made = await member.post('/v1/images', registration(), { [FORWARDED]: forwarded });
  const { items } = (await member.get(`/v1/images/${made.body.imageId}/history`, after(made))).body;
  return items[0].actor.sourceAddress as string;
}

describe('The address of who calls', () => {
  it('is the one that calls, whatever it says of others, where no proxy is trusted', async () => {
    await withService('', async (service) => {
      expect(await onRecord(service, ANN)).toBe('127.0.0.1');
    });
  });

  it.each([
    ['the last one before trusted proxies', `${BOB}, ${ANN}`, ANN],
    ['looked for behind each proxy that is trusted', `${BOB}, ${ANN}, ${PROXY}`, ANN],
  ])('is %s', async (_, forwarded, address) => {
    await withService('127.0.0.0/8, ::1, 10.1.0.0/16', async (service) => {
      expect(await onRecord(service, forwarded)).toBe(address);
    });
  });

  it('is not taken from a proxy that is not trusted', async () => {
    await withService(PROXY, async (service) => {
      expect(await onRecord(service, ANN)).toBe('127.0.0.1');
    });
  });

  it('counts each who has no good token by itself, and shows metrics to nobody from elsewhere', async () => {
    const few = { LEDGER_RATE_LIMIT: '20' };
    await withService(
      '127.0.0.1',
      async (service) => {
        const guess = (from: string): Promise<{ readonly status: number }> =>
          new Caller(service.url, 'ilt_guess').get('/v1/images', { [FORWARDED]: from });
        const [first, ...others] = await Promise.all(Array.from({ length: 100 }, () => guess(ANN)));
        expect(new Set([first, ...others].map((answer) => answer?.status))).toEqual(new Set([401, 429]));
        expect((await guess(BOB)).status).toBe(401);
        expect((await service.admin.get('/metrics', { [FORWARDED]: ANN })).status).toBe(403);
        expect((await service.admin.get('/metrics')).status).toBe(200);
      },
      few,
    );
  });
});
