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

const ids = (items: readonly { instanceId: string }[]): string[] =>
  items.map(({ instanceId }) => instanceId).sort();

describe('An image that is launched', () => {
  it('by its owner, and by whom it is shared with for as long as it is', async () => {
    const owner = await service.caller(OWNER, ['member'], 'anna@example.com');
    const friend = await service.caller(FRIEND, ['member'], 'bob@example.com');
    const stranger = await service.caller(STRANGER);
    const { body: image } = await owner.post('/v1/images', registration());
    const { imageId } = image;
    const permissions = `/v1/images/${imageId}/launch-permissions`;
    const wish = { imageId, instanceType: 'm7g.large' };

    const launched = await owner.post('/v1/instances', {
      ...wish,
      minCount: 2,
      tags: { Name: 'web' },
      reason: 'the web tier',
    });
    expect(launched).toMatchObject({
      status: 201,
      body: { state: 'completed', ownerId: OWNER, imageId },
    });
    expect(launched.headers.get('location')).toBe(`/v1/instances?launchId=${launched.body.launchId}`);
    expect(launched.body.instances).toHaveLength(2);
    const [first] = launched.body.instances;
    expect(first).toMatchObject({
      state: 'running',
      zone: 'us-east-1a',
      grounds: 'owner',
      requested: { imageId },
      tags: { Name: 'web' },
      blockDeviceMappings: [
        { deviceName: '/dev/sdb', ebs: { deleteOnTermination: false } },
        { deviceName: '/dev/xvda', ebs: { deleteOnTermination: true } },
      ],
    });
    const path = `/v1/instances/${first.instanceId}`;
    expect((await owner.get(path, after(launched))).body).toEqual(first);
    const listed = await owner.get(`/v1/instances?launchId=${launched.body.launchId}&tag=Name=web`);
    expect(ids(listed.body.items)).toEqual(ids(launched.body.instances));
    expect(await friend.get(path)).toMatchObject({
      status: 404,
      body: { code: 'unknown-instance', ec2Code: 'InvalidInstanceID.NotFound' },
    });

    expect(await friend.post('/v1/instances', wish)).toMatchObject({
      status: 404,
      body: { code: 'unknown-image', ec2Code: 'InvalidAMIID.NotFound' },
    });
    await owner.post(permissions, { add: [{ userId: FRIEND }] });
    const theirs = await friend.post('/v1/instances', { ...wish, minCount: 3, maxCount: 3 });
    expect(theirs.body.instances).toMatchObject(
      [0, 1, 2].map((launchIndex) => ({ launchIndex, grounds: 'account', ownerId: FRIEND })),
    );
    await owner.post(permissions, { remove: [{ userId: FRIEND }] });
    expect(await friend.post('/v1/instances', wish)).toMatchObject({
      status: 404,
      body: { ec2Code: 'InvalidAMIID.NotFound' },
    });

    const gone = await owner.post(`${path}/actions`, { action: 'terminate', reason: 'no longer needed' });
    expect(gone.body).toMatchObject({ state: 'terminated', terminationTime: expect.any(String) });
    const history = await owner.get(`${path}/history`, after(gone));
    const events = history.body.items.map(({ event, reason }: Record<string, string>) => [event, reason]);
    expect(events.slice(0, 3)).toEqual([
      ['InstanceLaunched', 'the web tier'],
      ['InstanceStarted', 'the web tier'],
      ['InstanceTerminated', 'no longer needed'],
    ]);

    const usage = (await owner.get(`/v1/images/${imageId}/instances`, after(gone))).body.items;
    expect(ids(usage)).toEqual(ids([...launched.body.instances, ...theirs.body.instances]));
    expect(usage).toContainEqual(
      expect.objectContaining({
        instanceId: first.instanceId,
        state: 'terminated',
        grounds: 'owner',
        launchedBy: expect.objectContaining({ subject: 'anna@example.com' }),
      }),
    );
    expect(usage).toContainEqual(
      expect.objectContaining({ ownerId: FRIEND, grounds: 'account', launchedBy: null }),
    );
    expect((await stranger.get(`/v1/images/${imageId}/instances`)).status).toBe(404);
    expect(ids((await friend.get(`/v1/instances?imageId=${imageId}`)).body.items)).toEqual(
      ids(theirs.body.instances),
    );
  });

  it('once under an idempotency key, and never with another body', async () => {
    const owner = await service.caller(OWNER);
    const { body: image } = await owner.post('/v1/images', registration());
    const wish = { imageId: image.imageId, instanceType: 'm7g.large' };
    const key = { 'idempotency-key': 'launch-1' };
    const first = await owner.post('/v1/instances', wish, key);
    await owner.post(`/v1/images/${image.imageId}/deregistration`);
    const again = await owner.post('/v1/instances', wish, key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await owner.post('/v1/instances', { ...wish, minCount: 2 }, key)).toMatchObject({
      status: 422,
      body: { ec2Code: 'IdempotentParameterMismatch' },
    });
    expect(await owner.post('/v1/instances', wish)).toMatchObject({
      status: 409,
      body: { ec2Code: 'InvalidAMIID.Unavailable' },
    });
  });

  it('not at all in a dry run, and not with what cannot be', async () => {
    const owner = await service.caller(OWNER);
    const { body: image } = await owner.post('/v1/images', registration());
    const wish = { imageId: image.imageId, instanceType: 'm7g.large' };
    const dry = await owner.post('/v1/instances?dryRun=true', wish);
    expect(dry.body).toMatchObject({ dryRun: true, wouldRecord: [{ event: 'LaunchRequested' }] });
    expect((await owner.get(`/v1/instances?imageId=${image.imageId}`)).body.items).toEqual([]);
    const refusal = async (wrong: object) => {
      const { status, body } = await owner.post('/v1/instances', { ...wish, ...wrong });
      return [status, body.code, body.errors?.[0].pointer];
    };
    expect(await refusal({ minCount: 2, maxCount: 1 })).toEqual([422, 'invalid-field', '/minCount']);
    expect(await refusal({ zone: 'us-east-1z' })).toEqual([422, 'unknown-zone', '/zone']);
    expect(await refusal({ instanceType: 'Large' })).toEqual([422, 'invalid-field', '/instanceType']);
    expect(await refusal({ maxCount: 1_001 })).toEqual([400, 'invalid-request', '/maxCount']);
    const smaller = [{ deviceName: '/dev/xvda', ebs: { volumeSize: 7 } }];
    expect(await refusal({ blockDeviceMappings: smaller })).toEqual([
      422,
      'invalid-block-device-mapping',
      '/blockDeviceMappings/0/ebs/volumeSize',
    ]);
  });

  it('by nobody after the un-sharing was acknowledged, however many race with it', async () => {
    const owner = await service.caller(OWNER);
    const friend = await service.caller(FRIEND);
    const { body: image } = await owner.post('/v1/images', registration());
    const permissions = `/v1/images/${image.imageId}/launch-permissions`;
    await owner.post(permissions, { add: [{ userId: FRIEND }] });
    let acknowledged = false;
    const launch = async () => {
      const asked = acknowledged;
      const { status } = await friend.post('/v1/instances', {
        imageId: image.imageId,
        instanceType: 'm7g.large',
      });
      return { asked, status };
    };
    const racing = Array.from({ length: 10 }, launch);
    const unshared = owner.post(permissions, { remove: [{ userId: FRIEND }] });
    racing.push(...Array.from({ length: 5 }, launch));
    const { body } = await unshared;
    acknowledged = true;
    racing.push(...Array.from({ length: 5 }, launch));
    const answers = await Promise.all(racing);
    expect(answers.filter(({ asked }) => asked)).toEqual(
      Array.from({ length: 5 }, () => ({ asked: true, status: 404 })),
    );
    const last = await owner.patch(`/v1/images/${image.imageId}`, { description: 'after all of them' });
    const usage = await owner.get(`/v1/images/${image.imageId}/instances`, after(last));
    const made = answers.filter(({ status }) => status === 201);
    expect(usage.body.items).toHaveLength(made.length);
    for (const { imageRevision } of usage.body.items) expect(imageRevision).toBeLessThan(body.revision);
  });
});

describe('An instance', () => {
  it('is stopped, started, rebooted and tagged; what its state does not allow is refused', async () => {
    const owner = await service.caller(OWNER);
    const stranger = await service.caller(STRANGER);
    const { body: image } = await owner.post('/v1/images', registration());
    const launched = await owner.post('/v1/instances', {
      imageId: image.imageId,
      instanceType: 'm7g.large',
    });
    const [{ instanceId, revision }] = launched.body.instances;
    const path = `/v1/instances/${instanceId}`;
    const act = (action: string, caller = owner) => caller.post(`${path}/actions`, { action });
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));

    expect(await act('stop', stranger)).toMatchObject({ status: 404 });
    expect((await act('stop')).body.state).toBe('stopped');
    expect(await act('reboot')).toMatchObject({
      status: 409,
      body: { code: 'incorrect-instance-state', ec2Code: 'IncorrectInstanceState' },
    });
    expect((await act('start')).body.state).toBe('running');
    expect((await act('reboot')).body).toMatchObject({ state: 'running', revision: Number(revision) + 3 });
    const tagged = await owner.put(`${path}/tags`, { team: 'web' });
    expect(tagged.body.tags).toEqual({ team: 'web' });
    const stale = { 'if-match': `"${revision}"` };
    expect((await owner.put(`${path}/tags`, {}, stale)).status).toBe(412);
    const gone = await act('terminate');
    expect((await owner.get(path, after(gone))).body.state).toBe('terminated');
    expect((await owner.get(`${path}?asOf=${before}`)).body).toMatchObject({ state: 'running', tags: {} });
    expect(await act('start')).toMatchObject({ status: 409 });
    expect(await owner.get('/v1/instances/i-1')).toMatchObject({
      status: 400,
      body: { code: 'malformed-id' },
    });
  });
});
