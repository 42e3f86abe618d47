import { after } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService, STRANGER, type Service } from '../support/service';

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

describe('A volume', () => {
  it('is attached, to one of all that ask at once, detached, and freed by a termination', async () => {
    const owner = await service.caller(OWNER);
    const { body: image } = await owner.post('/v1/images', registration());
    const launched = await owner.post('/v1/instances', {
      imageId: image.imageId,
      instanceType: 'm7g.large',
      minCount: 20,
    });
    const instanceIds: string[] = ids(launched.body.instances);
    const { body: volume } = await owner.post('/v1/volumes', { size: 8, zone: 'us-east-1a' });
    const attachments = `/v1/volumes/${volume.volumeId}/attachments`;
    const device = '/dev/sdf';
    const answers = await Promise.all(
      instanceIds.map((instanceId) => owner.post(attachments, { instanceId, device })),
    );
    const [won, ...others] = answers.filter(({ status }) => status === 200);
    expect(others).toEqual([]);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    if (won === undefined) throw new Error('nobody won');
    const [{ instanceId }] = won.body.attachments;
    const { body: instance } = await owner.get(`/v1/instances/${instanceId}`, after(won));
    expect(instance.blockDeviceMappings).toContainEqual({
      deviceName: device,
      ebs: { volumeId: volume.volumeId, deleteOnTermination: false },
    });

    const { body: other } = await owner.post('/v1/volumes', { size: 8, zone: 'us-east-1a' });
    const second = `/v1/volumes/${other.volumeId}/attachments`;
    expect(await owner.post(second, { instanceId, device })).toMatchObject({
      status: 409,
      body: { code: 'device-in-use', errors: [{ pointer: '/device' }] },
    });
    const stranger = await service.caller(STRANGER);
    expect((await stranger.post(second, { instanceId, device })).status).toBe(404);
    expect((await stranger.delete(`${attachments}/${instanceId}`)).status).toBe(404);

    const detached = await owner.delete(`${attachments}/${instanceId}`);
    expect(detached).toMatchObject({ status: 200, body: { state: 'available', attachments: [] } });
    const again = await owner.post(attachments, { instanceId, device });
    expect(again).toMatchObject({ status: 200, body: { state: 'in-use' } });

    const gone = await owner.post(`/v1/instances/${instanceId}/actions`, { action: 'terminate' });
    expect(gone.status).toBe(200);
    const last = await owner.put(`/v1/volumes/${volume.volumeId}/tags`, { kept: 'yes' });
    expect((await owner.get(`/v1/volumes/${volume.volumeId}`, after(last))).body.state).toBe('available');
    const stateOf = async (device: string): Promise<unknown> => {
      const { ebs } = instance.blockDeviceMappings.find(
        ({ deviceName }: { deviceName: string }) => deviceName === device,
      );
      return (await owner.get(`/v1/volumes/${ebs.volumeId}`)).body.state;
    };
    expect([await stateOf('/dev/xvda'), await stateOf('/dev/sdb')]).toEqual(['deleted', 'available']);
  });
});
