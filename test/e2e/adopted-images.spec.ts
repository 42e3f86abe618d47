import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { printedImage } from '../support/printed';
import { FRIEND, OWNER, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
  friend = await service.caller(FRIEND);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const now = (): string => new Date().toISOString();

const adopt = (body: object, query = '', headers = {}): Promise<Answer> =>
  service.admin.post(`/v1/adoptions?${query}`, body, headers);

const told = (answer: Answer): Record<string, unknown> => answer.body as Record<string, unknown>;

async function history(path: string, seenAfter: Answer): Promise<readonly Record<string, unknown>[]> {
  const { body } = await owner.get(`${path}/history`, after(seenAfter));
  return (body as { items: readonly Record<string, unknown>[] }).items;
}

describe('Images that somebody else made', () => {
  it('are known under their own ids from their adoption on, and not as acts of whoever adopted them', async () => {
    const image = printedImage();
    const before = now();
    const answer = await adopt({ Images: [image] });
    expect(answer).toMatchObject({
      status: 200,
      body: { adopted: 1, changed: 0, unchanged: 0, reported: [] },
    });
    const path = `/v1/images/${image.ImageId}`;
    expect((await owner.get(path, after(answer))).body).toMatchObject({
      imageId: image.ImageId,
      ownerId: OWNER,
      creationDate: image.CreationDate,
      origin: { kind: 'adopted' },
      state: 'available',
      tags: { 'aws:cloudformation:stack-name': 'web' },
      blockDeviceMappings: [
        { deviceName: '/dev/sda1' },
        { deviceName: '/dev/sdb', virtualName: 'ephemeral0' },
      ],
    });
    expect(await history(path, answer)).toMatchObject([{ event: 'ImageAdopted', observed: true }]);
    const access = `${path}/access?account=${OWNER}`;
    expect((await owner.get(`${access}&asOf=${before}`)).body).toMatchObject({ because: 'unknown-image' });
    const { body } = await owner.get(access, after(answer));
    expect(body).toMatchObject({ allowed: true, grounds: 'owner', observed: true });
    expect(String(told({ body } as Answer)['since']) > before).toBe(true);
  });

  it('are adopted once; what changed behind our back is recorded as exactly that', async () => {
    const [one, two] = [printedImage({ Public: true }), printedImage()];
    await adopt({ Images: [one, two] });
    expect((await adopt({ Images: [one, two] })).body).toMatchObject({
      adopted: 0,
      changed: 0,
      unchanged: 2,
    });
    const changed = { ...one, Public: false, Tags: [{ Key: 'Name', Value: '' }], State: 'disabled' };
    const answer = await adopt({ Images: [changed, two] });
    expect(answer.body).toMatchObject({ adopted: 0, changed: 1, unchanged: 1, reported: [] });
    const items = await history(`/v1/images/${one.ImageId}`, answer);
    expect(
      items.slice(2).map(({ event, observed, before, after: to }) => [event, observed, before, to]),
    ).toEqual([
      ['ImageDisabled', true, { state: 'available' }, { state: 'disabled' }],
      ['ImageTagged', true, {}, { 'tags/Name': '' }],
      [
        'ImageUntagged',
        true,
        { 'tags/aws:cloudformation:stack-name': 'web' },
        { 'tags/aws:cloudformation:stack-name': null },
      ],
      [
        'LaunchPermissionRevoked',
        true,
        { 'launchPermissions/all': { group: 'all' } },
        { 'launchPermissions/all': null },
      ],
    ]);
  });

  it('lose accounts only by what describe-image-attribute prints', async () => {
    const image = printedImage({ Public: true });
    const path = `/v1/images/${image.ImageId}`;
    await adopt({ Images: [image] });
    const shared = await adopt({
      ImageId: image.ImageId,
      LaunchPermissions: [{ Group: 'all' }, { UserId: FRIEND }],
    });
    expect(shared.body).toMatchObject({ adopted: 0, changed: 1 });
    await adopt({ Images: [{ ...image, Public: false }] });
    const { body } = await owner.get(
      `${path}/launch-permissions`,
      after(await adopt({ Images: [printedImage()] })),
    );
    expect(body).toMatchObject({ items: [{ userId: FRIEND, grantedBy: null, observed: true }] });
    const gone = await adopt({ ImageId: image.ImageId, LaunchPermissions: [] });
    expect((await owner.get(`${path}/launch-permissions`, after(gone))).body).toMatchObject({ items: [] });
  });

  it('are reported when they cannot be taken, and the others are taken', async () => {
    const good = printedImage();
    const answer = await adopt({
      Images: [
        printedImage({ ImageId: 'ami-xyz' }),
        good,
        printedImage({ OwnerId: '12' }),
        printedImage({ CreationDate: '2199-01-01T00:00:00Z' }),
        good,
        'nonsense',
      ],
      ImageId: 'ami-ffffffff',
      LaunchPermissions: [],
    });
    expect(answer).toMatchObject({ status: 200, body: { adopted: 1, changed: 0, unchanged: 0 } });
    expect(told(answer)['reported']).toEqual([
      {
        ...{ index: 0, pointer: '/Images/0', resource: 'ami-xyz', code: 'malformed-entry', isKnown: false },
        reason: 'Invalid id: "ami-xyz" (expecting "ami-...")',
      },
      expect.objectContaining({
        index: 2,
        code: 'malformed-entry',
        reason: expect.stringMatching(/^\/OwnerId /),
      }),
      expect.objectContaining({ index: 3, reason: '/CreationDate is later than the observation' }),
      expect.objectContaining({ index: 4, reason: 'the same resource is there twice; the first one counts' }),
      expect.objectContaining({ index: 5, resource: null, code: 'malformed-entry' }),
      expect.objectContaining({ index: 6, resource: 'ami-ffffffff', code: 'unknown-image' }),
    ]);
  });

  it('are not what they were seen to be before their last change, which is reported', async () => {
    const image = printedImage({ Tags: [] });
    const path = `/v1/images/${image.ImageId}`;
    const adopted = await adopt({ Images: [image] });
    const seenAt = now();
    const asked = await owner.patch(path, { description: 'asked for' }, after(adopted));
    const late = await adopt({ Images: [{ ...image, Description: 'seen' }] }, `observedAt=${seenAt}`);
    expect(late.body).toMatchObject({
      changed: 0,
      reported: [{ resource: image.ImageId, code: 'observed-too-early', isKnown: false }],
    });
    expect((await owner.get(path, after(asked))).body).toMatchObject({ description: 'asked for' });
    const fresh = await adopt({ Images: [{ ...image, Description: 'seen' }] });
    expect((await owner.get(path, after(fresh))).body).toMatchObject({ description: 'seen' });
  });

  it('may share a name: both are known, and the clash is reported each time', async () => {
    const [one, two] = [printedImage(), printedImage()];
    const images = [one, { ...two, Name: one.Name }];
    await adopt({ Images: [one] });
    const answer = await adopt({ Images: images });
    const reported = [{ index: 1, resource: two.ImageId, code: 'image-name-taken', isKnown: true }];
    expect(answer.body).toMatchObject({ adopted: 1, unchanged: 1, reported });
    expect((await adopt({ Images: images })).body).toMatchObject({ unchanged: 2, reported });
    const list = await owner.get(`/v1/images?name=${encodeURIComponent(one.Name)}`, after(answer));
    expect((list.body as { items: unknown[] }).items).toHaveLength(2);
  });

  it('are shared, launched, deregistered, and hold their snapshots', async () => {
    const image = printedImage();
    const [{ Ebs }] = image.BlockDeviceMappings as unknown as [{ Ebs: { SnapshotId: string } }];
    const snapshot = {
      SnapshotId: Ebs.SnapshotId,
      VolumeId: 'vol-ffffffff',
      VolumeSize: 8,
      OwnerId: '',
      State: 'completed',
    };
    const answer = await adopt({ Images: [image], Snapshots: [snapshot] }, `account=${OWNER}`);
    expect(answer.body).toMatchObject({ adopted: 2, reported: [] });
    expect((await owner.get(`/v1/snapshots/${snapshot.SnapshotId}`, after(answer))).body).not.toHaveProperty(
      'volumeId',
    );
    const before = now();
    const path = `/v1/images/${image.ImageId}`;
    const shared = await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }] });
    const launched = await friend.post('/v1/instances', { imageId: image.ImageId, instanceType: 't2.micro' });
    expect(launched).toMatchObject({
      status: 201,
      body: { instances: [{ grounds: 'account', state: 'running' }] },
    });
    expect((await owner.get(`${path}/access?account=${FRIEND}&asOf=${before}`)).body).toMatchObject({
      allowed: false,
    });
    expect((await owner.get(`${path}/access?account=${FRIEND}`, after(shared))).body).toMatchObject({
      allowed: true,
      grantedBy: { account: OWNER },
    });
    const kept = await owner.delete(`/v1/snapshots/${snapshot.SnapshotId}`);
    expect(kept).toMatchObject({ status: 409, body: { code: 'snapshot-in-use' } });
    expect((await owner.post(`${path}/deregistration`)).status).toBe(200);
    expect((await owner.delete(`/v1/snapshots/${snapshot.SnapshotId}`)).status).toBe(200);
  });

  it('are published in families and rolled back', async () => {
    const image = printedImage();
    await adopt({ Images: [image] });
    expect((await owner.post('/v1/families', { name: 'adopted' })).status).toBe(201);
    const published = await owner.post('/v1/families/adopted/versions', { imageId: image.ImageId });
    expect(published).toMatchObject({ status: 200, body: { versions: 1 } });
    const asOf = now();
    const path = `/v1/images/${image.ImageId}`;
    await adopt({ Images: [{ ...image, Tags: [], Description: 'drifted' }] });
    const back = await owner.post(`${path}/rollbacks`, {
      asOf,
      include: ['attributes', 'tags'],
      reason: 'drift',
    });
    expect(back.status).toBe(200);
    expect((await owner.get(path, after(back))).body).not.toHaveProperty('description', 'drifted');
  });
});
