import { setTimeout } from 'node:timers/promises';
import { after, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService, type Service } from '../support/service';

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
/** A moment of the log's clock that is surely over, and surely before what comes next. */
async function moment(): Promise<string> {
  await setTimeout(5);
  const now = new Date().toISOString();
  await setTimeout(5);
  return now;
}

const zone = 'us-east-1a';
const events = ({ body }: Answer): readonly string[] =>
  body.items.map(({ event }: { event: string }) => event);
const imageFrom = (snapshotId: string): object => {
  const wish = registration();
  const source = wish['source'] as object;
  return {
    ...wish,
    source: { ...source, blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { snapshotId } }] },
  };
};

describe('A volume', () => {
  it('is created, tagged, listed, deleted, and remembered', async () => {
    const anna = await service.caller(OWNER, ['member'], 'anna@example.com');
    const wish = {
      zone,
      size: 100,
      volumeType: 'gp3',
      iops: 4_000,
      tags: { team: 'web' },
      reason: 'for logs',
    };
    const created = await anna.post('/v1/volumes', wish, { 'idempotency-key': 'logs' });
    expect(created).toMatchObject({
      status: 201,
      body: { ownerId: OWNER, region: 'us-east-1', zone, state: 'available', size: 100, encrypted: false },
    });
    const { volumeId } = created.body;
    const path = `/v1/volumes/${volumeId}`;
    expect(volumeId).toMatch(/^vol-[0-9a-f]{17}$/);
    expect(created.headers.get('location')).toBe(path);
    const repeated = await anna.post('/v1/volumes', wish, { 'idempotency-key': 'logs' });
    expect(repeated.body).toEqual(created.body);
    expect((await anna.get(path, after(created))).body).toEqual(created.body);
    const then = await moment();

    const tagged = await anna.put(`${path}/tags`, { team: 'core' }, { 'if-match': '"0"' });
    expect(tagged.body.tags).toEqual({ team: 'core' });
    expect(await anna.put(`${path}/tags`, {}, { 'if-match': '"0"' })).toMatchObject({ status: 412 });
    for (const query of [`zone=${zone}`, 'tag=team=core', 'owner=self', 'state=available'])
      expect((await anna.get(`/v1/volumes?${query}`, after(tagged))).body.items).toMatchObject([
        { volumeId },
      ]);
    for (const query of ['zone=us-east-1b', 'tag=team=web', 'state=in-use', 'instanceId=i-01234567'])
      expect((await anna.get(`/v1/volumes?${query}`)).body.items).toEqual([]);

    const dry = await anna.delete(`${path}?dryRun=true`);
    expect(dry.body).toMatchObject({ dryRun: true, wouldRecord: [{ event: 'VolumeDeleted' }] });
    const gone = await anna.delete(`${path}?reason=over`);
    expect(gone).toMatchObject({ status: 200, body: { state: 'deleted', deletionTime: expect.any(String) } });
    expect((await anna.get('/v1/volumes', after(gone))).body.items).toEqual([]);
    expect((await anna.get('/v1/volumes?state=deleted')).body.items).toMatchObject([{ volumeId }]);
    expect((await anna.get(`${path}?asOf=${then}`)).body).toMatchObject({
      state: 'available',
      tags: { team: 'web' },
    });
    expect(await anna.put(`${path}/tags`, {})).toMatchObject({
      status: 409,
      body: { code: 'volume-deleted', ec2Code: 'InvalidVolume.NotFound' },
    });

    const history = await anna.get(`${path}/history`, after(gone));
    expect(events(history)).toEqual(['VolumeCreated', 'VolumeTagged', 'VolumeDeleted']);
    expect(history.body.items).toMatchObject([
      {
        reason: 'for logs',
        actor: { subject: 'anna@example.com' },
        after: { size: 100, 'tags/team': 'web' },
      },
      { before: { 'tags/team': 'web' }, after: { 'tags/team': 'core' } },
      { reason: 'over', before: { state: 'available' }, after: { state: 'deleted' } },
    ]);
  });

  it.each([
    [{ zone: 'us-east-1d', size: 8 }, 422, 'unknown-zone', 'InvalidZone.NotFound', '/zone'],
    [{ zone }, 422, 'invalid-field', 'InvalidParameterValue', '/size'],
    [{ zone, size: 4, volumeType: 'io1' }, 422, 'invalid-field', 'InvalidParameterValue', '/iops'],
    [
      { zone, size: 8, snapshotId: 'snap-1' },
      400,
      'malformed-id',
      'InvalidSnapshotID.Malformed',
      '/snapshotId',
    ],
    [{ zone, size: 8, colour: 'red' }, 400, 'invalid-request', 'InvalidParameterValue', '/colour'],
    [{ zone, size: 8, tags: { 'aws:x': '' } }, 422, 'invalid-tags', 'InvalidParameterValue', '/tags/aws:x'],
  ])('wished as %j is refused', async (wish, status, code, ec2Code, pointer) => {
    const answer = await owner().post('/v1/volumes', wish);
    expect(answer).toMatchObject({ status, body: { code, ec2Code, errors: [{ pointer }] } });
  });

  it('is deleted once by twenty who ask at the same time', async () => {
    const { body: volume } = await owner().post('/v1/volumes', { zone, size: 1 });
    const path = `/v1/volumes/${volume.volumeId}`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => owner().delete(path)));
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(Array(20).fill([200, 'deleted']));
    const history = await owner().get(`${path}/history`, after(answers[0]!));
    expect(events(history)).toEqual(['VolumeCreated', 'VolumeDeleted']);
  });

  it('is listed page by page, newest first', async () => {
    const region = { 'ledger-region': 'eu-central-1' };
    const made: Answer[] = [];
    for (let number = 0; number < 3; number++)
      made.push(await owner().post('/v1/volumes', { zone: 'eu-central-1b', size: 1 }, region));
    const page = (query: string) =>
      owner().get(`/v1/volumes?limit=2${query}`, { ...region, ...after(made[2]!) });
    const first = await page('');
    const second = await page(`&cursor=${first.body.nextCursor}`);
    const listed = [...first.body.items, ...second.body.items];
    expect(listed).toEqual(made.map(({ body }) => body).reverse());
    expect(second.body).not.toHaveProperty('nextCursor');
    expect(await page(`&zone=eu-central-1b&cursor=${first.body.nextCursor}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-cursor' },
    });
  });
});

describe('A snapshot', () => {
  it('is made of a volume, and a volume of it', async () => {
    const { body: volume } = await owner().post('/v1/volumes', { zone, size: 20, encrypted: true });
    const wish = { volumeId: volume.volumeId, description: 'before the change', tags: { team: 'web' } };
    const created = await owner().post('/v1/snapshots', wish);
    expect(created).toMatchObject({
      status: 201,
      body: {
        state: 'completed',
        volumeId: volume.volumeId,
        volumeSize: 20,
        encrypted: true,
        ownerId: OWNER,
      },
    });
    const { snapshotId } = created.body;
    const path = `/v1/snapshots/${snapshotId}`;
    expect(created.headers.get('location')).toBe(path);
    expect((await owner().get(path, after(created))).body).toEqual(created.body);
    const listed = await owner().get(
      `/v1/snapshots?volumeId=${volume.volumeId}&tag=team=web&state=completed`,
    );
    expect(listed.body.items).toEqual([created.body]);
    expect((await owner().put(`${path}/tags`, { team: 'core' })).body.tags).toEqual({ team: 'core' });

    const copy = await owner().post('/v1/volumes', { zone: 'us-east-1c', snapshotId });
    expect(copy.body).toMatchObject({ size: 20, encrypted: true, snapshotId, zone: 'us-east-1c' });
    expect(await owner().post('/v1/volumes', { zone, snapshotId, size: 19 })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/size' }] },
    });
    const history = await owner().get(`${path}/history`, after(copy));
    expect(events(history)).toEqual(['SnapshotCreated', 'SnapshotCompleted', 'SnapshotTagged']);
  });

  it('that an image holds cannot be deleted until the image is deregistered', async () => {
    const { body: volume } = await owner().post('/v1/volumes', { zone, size: 8 });
    const { body: snapshot } = await owner().post('/v1/snapshots', { volumeId: volume.volumeId });
    const path = `/v1/snapshots/${snapshot.snapshotId}`;
    const registered = await owner().post('/v1/images', imageFrom(snapshot.snapshotId));
    expect(registered.status).toBe(201);
    const { imageId } = registered.body;
    const refused = await owner().delete(path);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'snapshot-in-use', ec2Code: 'InvalidSnapshot.InUse' },
    });
    expect(refused.body.detail).toContain(imageId);

    await owner().post(`/v1/images/${imageId}/deregistration`, {});
    const answers = await Promise.all(Array.from({ length: 20 }, () => owner().delete(path)));
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(Array(20).fill([200, 'deleted']));
    const history = await owner().get(`${path}/history`, after(answers[0]!));
    expect(events(history).slice(2)).toEqual(['SnapshotHeld', 'SnapshotReleased', 'SnapshotDeleted']);
    expect(history.body.items[3]).toMatchObject({
      before: { [`heldBy/${imageId}`]: true },
      after: { [`heldBy/${imageId}`]: null },
    });
    expect(await owner().post('/v1/images', imageFrom(snapshot.snapshotId))).toMatchObject({
      status: 409,
      body: { code: 'snapshot-deleted', ec2Code: 'InvalidSnapshot.NotFound' },
    });
  });
});
