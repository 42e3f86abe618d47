import { after } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const owner = () => service.admin.with({ 'ledger-account': OWNER });
const zone = 'us-east-1a';
const imageFrom = (snapshotId: string): object => {
  const wish = registration();
  const source = wish['source'] as object;
  return {
    ...wish,
    source: { ...source, blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { snapshotId } }] },
  };
};

describe('To a stranger', () => {
  it('no volume and no snapshot of others exists; an auditor sees them and changes nothing', async () => {
    const { body: volume } = await owner().post('/v1/volumes', { zone, size: 8 });
    const made = await owner().post('/v1/snapshots', { volumeId: volume.volumeId });
    const stranger = await service.caller(STRANGER);
    const auditor = await service.caller(FRIEND, ['auditor']);
    const volumePath = `/v1/volumes/${volume.volumeId}`;
    const snapshotPath = `/v1/snapshots/${made.body.snapshotId}`;
    for (const [path, code, ec2Code] of [
      [volumePath, 'unknown-volume', 'InvalidVolume.NotFound'],
      [snapshotPath, 'unknown-snapshot', 'InvalidSnapshot.NotFound'],
    ] as const) {
      const asked = [
        await stranger.get(path, after(made)),
        await stranger.get(`${path}/history`),
        await stranger.put(`${path}/tags`, {}),
        await stranger.delete(path),
      ];
      for (const answer of asked) expect(answer).toMatchObject({ status: 404, body: { code, ec2Code } });
      expect((await auditor.get(path)).status).toBe(200);
      expect((await auditor.get(`${path}/history`, after(made))).status).toBe(200);
      expect((await auditor.delete(path)).status).toBe(403);
    }
    for (const list of [
      '/v1/volumes',
      '/v1/volumes?state=deleted',
      '/v1/snapshots',
      `/v1/volumes?owner=${OWNER}`,
    ])
      expect((await stranger.get(list)).body.items).toEqual([]);
    expect(await stranger.post('/v1/snapshots', { volumeId: volume.volumeId })).toMatchObject({
      status: 404,
      body: { code: 'unknown-volume', errors: [{ pointer: '/volumeId' }] },
    });
    const { snapshotId } = made.body;
    expect(await stranger.post('/v1/volumes', { zone, snapshotId })).toMatchObject({ status: 404 });
    expect(await stranger.post('/v1/images', imageFrom(snapshotId))).toMatchObject({
      status: 404,
      body: { code: 'unknown-snapshot' },
    });
  });

  it.each([
    ['/v1/volumes/vol-1', 'InvalidVolumeID.Malformed', 'vol'],
    ['/v1/snapshots/snap-1', 'InvalidSnapshotID.Malformed', 'snap'],
    ['/v1/images/ami-1', 'InvalidAMIID.Malformed', 'ami'],
  ])('%s is malformed, in EC2’s words', async (path, ec2Code, prefix) => {
    expect(await owner().get(path)).toMatchObject({
      status: 400,
      body: { code: 'malformed-id', ec2Code, detail: expect.stringContaining(`(expecting "${prefix}-...")`) },
    });
  });
});
