import { ApiModule } from '../../apps/api/api.module';
import { OperationModule } from '../../apps/api/operation.module';
import { ProjectorModule } from '../../apps/projector/projector.module';
import { Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, startService, type Service } from '../support/service';

let database: TestDatabase;
let processes: readonly Service[];

beforeAll(async () => {
  database = await testDatabase();
  processes = await Promise.all([
    startService(database.url, {}, [ApiModule]),
    startService(database.url, {}, [ApiModule]),
  ]);
});

afterAll(async () => {
  await Promise.all(processes.map((service) => service.stop()));
  await database.drop();
});

/** While they run, the views follow the log. */
async function withProjectors<T>(work: () => Promise<T>): Promise<T> {
  const projectors = await startService(database.url, {}, [OperationModule, ProjectorModule]);
  return work().finally(() => projectors.stop());
}

const statuses = (token: string | undefined): Promise<readonly number[]> =>
  Promise.all(processes.map(async ({ url }) => (await new Caller(url, token).get('/v1/images')).status));

it('A token opens nothing from the answer to its revocation on, in any process, whatever the views know', async () => {
  const [one, other] = processes;
  const wish = { account: OWNER, subject: 'ci@example.com', roles: ['member'] };
  const { token, tokenId } = await withProjectors(
    async () => (await one?.admin.post('/v1/service-tokens', wish))?.body,
  );
  expect(await statuses(token)).toEqual([200, 200]);

  const path = `/v1/service-tokens/${tokenId}`;
  expect(await one?.admin.delete(`${path}?dryRun=true`)).toMatchObject({ status: 200 });
  expect(await statuses(token)).toEqual([200, 200]);
  expect(await one?.admin.delete(path)).toMatchObject({ body: { revokedAt: expect.any(String) } });
  expect(await statuses(token)).toEqual([401, 401]);
  expect(await other?.admin.delete(path)).toMatchObject({ status: 200 });

  await withProjectors(async () => expect(await statuses(token)).toEqual([401, 401]));
});
