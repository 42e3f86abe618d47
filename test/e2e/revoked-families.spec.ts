import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let families: number;
let path: string;
let images: string[];

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
  families = 0;
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** A family with three versions, that prod was promoted through. */
beforeEach(async () => {
  const name = `web-${families++}`;
  path = `/v1/families/${name}`;
  images = [];
  await owner.post('/v1/families', { name });
  for (const version of [1, 2, 3]) {
    const { imageId } = (await owner.post('/v1/images', registration())).body;
    images.push(imageId);
    await owner.post(`${path}/versions`, { imageId });
    await owner.put(`${path}/channels/prod`, { version, reason: 'it is tested' });
  }
});

interface Version {
  readonly version: number;
  readonly revoked: boolean;
}

const revoke = (version: number, channels?: 'move' | 'keep'): Promise<Answer> =>
  owner.post(`/v1/images/${images[version - 1]}/revocation`, { reason: 'CVE-2026-1234', channels });
const channels = async (): Promise<Record<string, number | null>> =>
  Object.fromEntries(
    ((await owner.get(path)).body.channels as { channel: string; version: number | null }[]).map(
      ({ channel, version }) => [channel, version],
    ),
  );
const revokedVersions = async (): Promise<readonly number[]> =>
  ((await owner.get(`${path}/versions`)).body.items as Version[])
    .filter(({ revoked }) => revoked)
    .map(({ version }) => version);
const history = async (channel: string): Promise<unknown> =>
  (await owner.get(`${path}/channels/${channel}/history?limit=1`)).body.items;

describe('The family of an image that is revoked', () => {
  it('follows by itself: its channels go back to the last good version, and say why', async () => {
    const revoked = await revoke(3);
    await eventually(async () => expect(await channels()).toEqual({ latest: 2, prod: 2 }));
    expect(await revokedVersions()).toEqual([3]);
    const moved = {
      from: 3,
      to: 2,
      reason: 'CVE-2026-1234',
      actor: { subject: 'anna@example.com' },
    };
    expect(await history('prod')).toMatchObject([{ ...moved, event: 'ChannelRolledBack' }]);
    expect(await history('latest')).toMatchObject([{ ...moved, event: 'ImageVersionRevoked' }]);
    const trail = await owner.get(
      `/v1/images/${images[2]}/history?order=newest-first&limit=1`,
      after(revoked),
    );
    const [{ correlationId }] = trail.body.items;
    expect(await history('prod')).toMatchObject([{ correlationId }]);
    expect(await owner.put(`${path}/channels/prod`, { version: 3 })).toMatchObject({
      status: 409,
      body: { code: 'image-version-unusable' },
    });
  });

  it('keeps its channels where that was asked for; only latest leaves', async () => {
    const plan = await owner.post(`/v1/images/${images[2]}/revocation?dryRun=true`, {
      reason: 'what if',
      channels: 'keep',
    });
    expect(plan.body.wouldRecord).toMatchObject([{ event: 'ImageRevoked', data: { channels: 'keep' } }]);
    await revoke(3, 'keep');
    await eventually(async () => expect(await channels()).toEqual({ latest: 2, prod: 3 }));
    expect(await revokedVersions()).toEqual([3]);
  });

  it('points at none where nothing good is left', async () => {
    for (const version of [1, 2, 3]) await revoke(version);
    await eventually(async () => expect(await channels()).toEqual({ latest: null, prod: null }));
  });

  it('takes its version back when the image is reinstated; prod stays where it went', async () => {
    await revoke(3);
    await eventually(async () => expect(await channels()).toMatchObject({ prod: 2 }));
    await owner.post(`/v1/images/${images[2]}/reinstatement`, { reason: 'it was nothing' });
    await eventually(async () => expect(await channels()).toEqual({ latest: 3, prod: 2 }));
    expect(await revokedVersions()).toEqual([]);
    expect(await history('latest')).toMatchObject([{ to: 3, reason: 'it was nothing' }]);
  });
});
