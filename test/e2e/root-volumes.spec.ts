import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const imageOf = async (changes: object = {}): Promise<string> => {
  const wish = registration() as { source: object };
  const { body } = await owner.post('/v1/images', { ...wish, source: { ...wish.source, ...changes } });
  return body.imageId;
};

async function launch(
  caller: Caller,
  imageId: string,
): Promise<{ path: string; root: string; launched: Answer }> {
  const launched = await caller.post('/v1/instances', { imageId, instanceType: 'm7g.large' });
  const [instance] = launched.body.instances;
  const { ebs } = instance.blockDeviceMappings.find(
    ({ deviceName }: { deviceName: string }) => deviceName === '/dev/xvda',
  );
  return { path: `/v1/instances/${instance.instanceId}`, root: ebs.volumeId, launched };
}

const wait = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('The root volume of an instance', () => {
  it('is replaced by that of another image, and by a snapshot; all of it is told', async () => {
    const [first, second] = [await imageOf(), await imageOf()];
    const { path, root } = await launch(owner, first);
    const tasks = `${path}/root-volume-replacements`;
    await wait();
    const before = new Date().toISOString();
    await wait();

    const key = { 'idempotency-key': 'replace-1' };
    const wish = { imageId: second, reason: 'a fix of the kernel' };
    const replaced = await owner.post(tasks, wish, key);
    expect(replaced).toMatchObject({
      status: 201,
      body: {
        replaceRootVolumeTaskId: expect.stringMatching(/^replacevol-[0-9a-f]{17}$/),
        taskState: 'succeeded',
        imageId: second,
        replacedVolumeId: root,
        deleteReplacedRootVolume: false,
        startTime: expect.any(String),
        completeTime: expect.any(String),
      },
    });
    expect(replaced.headers.get('location')).toBe(tasks);
    const again = await owner.post(tasks, wish, key);
    expect([again.status, again.body]).toEqual([201, replaced.body]);

    const { volumeId } = replaced.body;
    const { body: instance } = await owner.get(path, after(replaced));
    expect(instance).toMatchObject({ state: 'running', imageId: first, rootVolumeImageId: second });
    expect(instance.blockDeviceMappings).toContainEqual({
      deviceName: '/dev/xvda',
      ebs: { volumeId, deleteOnTermination: true },
    });
    expect((await owner.get(`${path}?asOf=${before}`)).body.rootVolumeImageId).toBe(first);
    expect((await owner.get(`${tasks}?asOf=${before}`)).body.items).toEqual([]);

    const tagged = await owner.put(`/v1/volumes/${volumeId}/tags`, { Name: 'root' });
    expect(tagged.body.attachments).toMatchObject([{ device: '/dev/xvda' }]);
    expect((await owner.get(`/v1/volumes/${root}`, after(tagged))).body).toMatchObject({
      state: 'available',
    });
    expect((await owner.get(`/v1/volumes/${root}?asOf=${before}`)).body).toMatchObject({ state: 'in-use' });

    const history = (await owner.get(`${path}/history`, after(replaced))).body.items;
    expect(history.slice(2).map(({ event, reason }: Record<string, string>) => [event, reason])).toEqual([
      ['RootVolumeReplacementRequested', 'a fix of the kernel'],
      ['RootVolumeReplaced', 'a fix of the kernel'],
      ['InstanceRebooted', 'a fix of the kernel'],
    ]);
    expect(history[3]).toMatchObject({
      actor: { subject: 'anna@example.com' },
      before: { 'devices//dev/xvda': root, rootVolumeImageId: first },
      after: { 'devices//dev/xvda': volumeId, rootVolumeImageId: second },
    });

    const { body: snapshot } = await owner.post('/v1/snapshots', { volumeId });
    const { snapshotId } = snapshot;
    const back = await owner.post(tasks, { snapshotId, deleteReplacedRootVolume: true });
    expect(back).toMatchObject({ status: 201, body: { taskState: 'succeeded', snapshotId } });
    const last = await owner.post(tasks, {});
    expect((await owner.get(path, after(last))).body.rootVolumeImageId).toBe(first);
    expect((await owner.get(`/v1/volumes/${volumeId}`, after(last))).body.state).toBe('deleted');

    const page = await owner.get(`${tasks}?limit=2`, after(last));
    expect(page.body.items).toEqual([last.body, back.body]);
    const next = await owner.get(`${tasks}?limit=2&cursor=${page.body.nextCursor}`);
    expect(next.body).toEqual({ items: [replaced.body] });

    const trail = await service.admin.get(`/v1/audit/events?resource=${volumeId}`, after(last));
    const events = trail.body.items.map(({ event }: { event: string }) => event);
    expect(events).toEqual(expect.arrayContaining(['RootVolumeReplacementRequested', 'RootVolumeReplaced']));
  });

  it('is replaced by what the account may launch at that moment, and by nothing else', async () => {
    const [first, second] = [await imageOf(), await imageOf()];
    const friend = await service.caller(FRIEND);
    const permissions = (imageId: string): string => `/v1/images/${imageId}/launch-permissions`;
    await owner.post(permissions(first), { add: [{ userId: FRIEND }] });
    const { path, launched } = await launch(friend, first);
    const tasks = `${path}/root-volume-replacements`;
    const hidden = { status: 404, body: { code: 'unknown-image', ec2Code: 'InvalidAMIID.NotFound' } };
    expect(await friend.post(tasks, { imageId: second })).toMatchObject(hidden);
    await owner.post(permissions(second), { add: [{ userId: FRIEND }] });
    const replaced = await friend.post(tasks, { imageId: second });
    expect(replaced.body.taskState).toBe('succeeded');
    await owner.post(permissions(second), { remove: [{ userId: FRIEND }] });
    expect(await friend.post(tasks, { imageId: second })).toMatchObject(hidden);

    const used = async (imageId: string) =>
      (await owner.get(`/v1/images/${imageId}/instances`, after(replaced))).body.items;
    const [instance] = launched.body.instances;
    const { instanceId } = instance;
    // Each image's owner hears of that image alone.
    expect(await used(first)).toMatchObject([
      { instanceId, imageId: first, runsImage: false, launchedBy: null },
    ]);
    expect(await used(second)).toMatchObject([
      { instanceId, imageId: second, requested: { imageId: second }, grounds: 'account', runsImage: true },
    ]);
    expect(JSON.stringify(await used(second))).not.toContain(first);

    const stranger = await service.caller(STRANGER);
    for (const answer of [await stranger.post(tasks), await owner.post(tasks), await stranger.get(tasks)])
      expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-instance' } });
  });

  it('is refused with a word about why, and a pointer to what', async () => {
    const imageId = await imageOf();
    const { path, root } = await launch(owner, imageId);
    const tasks = `${path}/root-volume-replacements`;
    const refusal = async (body: object) => {
      const answer = await owner.post(tasks, body);
      return [answer.status, answer.body.code, answer.body.errors?.[0].pointer];
    };
    const map = (volumeSize: number) => [
      { deviceName: '/dev/xvda', ebs: { snapshotId: 'snap-0123456789abcdef0', volumeSize } },
    ];
    const [arm, small] = [
      await imageOf({ architecture: 'arm64' }),
      await imageOf({ blockDeviceMappings: map(7) }),
    ];
    expect(await refusal({ imageId: arm })).toEqual([422, 'incompatible-image', '/imageId']);
    expect(await refusal({ imageId: small })).toEqual([422, 'root-volume-too-small', '/imageId']);
    expect(await refusal({ imageId, snapshotId: 'snap-0123456789abcdef0' })).toEqual([
      422,
      'invalid-field',
      '/snapshotId',
    ]);
    expect(await refusal({ snapshotId: 'snap-00000000000000009' })).toEqual([
      404,
      'unknown-snapshot',
      '/snapshotId',
    ]);
    const other = await launch(owner, imageId);
    const { body: foreign } = await owner.post('/v1/snapshots', { volumeId: other.root });
    expect(await refusal({ snapshotId: foreign.snapshotId })).toEqual([
      422,
      'snapshot-of-another-lineage',
      '/snapshotId',
    ]);
    expect(await refusal({ imageId, size: 9 })).toEqual([400, 'invalid-request', '/size']);
    await owner.post(`/v1/images/${small}/deregistration`);
    expect(await refusal({ imageId: small })).toEqual([409, 'image-deregistered', '/imageId']);
    const dry = await owner.post(`${tasks}?dryRun=true`, {});
    expect(dry.body).toMatchObject({
      dryRun: true,
      wouldRecord: [{ event: 'RootVolumeReplacementRequested', data: { replacedVolumeId: root } }],
    });
    const stopped = await owner.post(`${path}/actions`, { action: 'stop' });
    expect(await owner.post(tasks)).toMatchObject({
      status: 409,
      body: { code: 'incorrect-instance-state', ec2Code: 'IncorrectInstanceState' },
    });
    expect((await owner.get(tasks, after(stopped))).body).toEqual({ items: [] });
  });
});
