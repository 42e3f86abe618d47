import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import {
  attachedTo,
  mapped,
  oldId,
  printedImage,
  printedInstance,
  printedVolume,
  reservationOf,
} from '../support/printed';
import { OWNER, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const adopt = (body: object, query = '', headers = {}): Promise<Answer> =>
  service.admin.post(`/v1/adoptions?${query}`, body, headers);

const told = (answer: Answer): Record<string, unknown> => answer.body as Record<string, unknown>;

async function history(path: string, seenAfter: Answer): Promise<readonly Record<string, unknown>[]> {
  const { body } = await owner.get(`${path}/history`, after(seenAfter));
  return (body as { items: readonly Record<string, unknown>[] }).items;
}

/** An instance of an image, with its root volume, as each of the three is told of. */
function stack() {
  const image = printedImage();
  const [instanceId, volumeId] = [oldId('i'), oldId('vol')];
  const [{ Ebs }] = image.BlockDeviceMappings as unknown as [{ Ebs: { SnapshotId: string } }];
  const root = mapped('/dev/sda1', volumeId);
  return {
    image,
    volume: printedVolume({
      ...{ VolumeId: volumeId, SnapshotId: Ebs.SnapshotId, State: 'in-use' },
      Attachments: [attachedTo(instanceId, '/dev/sda1')],
    }),
    instance: printedInstance({
      InstanceId: instanceId,
      ImageId: image.ImageId,
      BlockDeviceMappings: [root],
    }),
  };
}

describe('Instances and volumes that somebody else made', () => {
  it('are known with what they came of and what they have', async () => {
    const { image, volume, instance } = stack();
    const body = { Images: [image], Volumes: [volume], Reservations: [reservationOf(instance)] };
    const answer = await adopt(body, `account=${OWNER}`);
    expect(answer.body).toMatchObject({ adopted: 3, reported: [] });
    expect((await owner.get(`/v1/instances/${instance.InstanceId}`, after(answer))).body).toMatchObject({
      ...{ imageId: image.ImageId, state: 'running', zone: 'us-east-1d', instanceType: 't2.micro' },
      launchTime: instance.LaunchTime,
      blockDeviceMappings: [
        { deviceName: '/dev/sda1', ebs: { volumeId: volume.VolumeId, deleteOnTermination: true } },
      ],
    });
    expect((await owner.get(`/v1/volumes/${volume.VolumeId}`, after(answer))).body).toMatchObject({
      state: 'in-use',
      attachments: [{ instanceId: instance.InstanceId, attachTime: '2017-07-11T08:27:37.000Z' }],
    });
    const lineage = await owner.get(
      `/v1/images/${image.ImageId}/lineage?direction=descendants`,
      after(answer),
    );
    const { nodes } = lineage.body as { nodes: readonly { id: string }[] };
    expect(nodes.map(({ id }) => id)).toEqual([instance.InstanceId, volume.VolumeId]);
    const usage = await owner.get(`/v1/images/${image.ImageId}/instances`, after(answer));
    expect(usage.body).toMatchObject({ items: [{ instanceId: instance.InstanceId, launchedBy: null }] });
    expect((await adopt(body, `account=${OWNER}`)).body).toMatchObject({ unchanged: 3, reported: [] });
  });

  it('are what they were seen to be, change by change', async () => {
    const { volume, instance } = stack();
    const seen = (printed: object, of: object) =>
      adopt({ Reservations: [reservationOf(printed)], Volumes: [of] }, `account=${OWNER}`);
    await seen(instance, volume);
    const stopped = { ...instance, State: { Name: 'stopping' }, InstanceType: 't3.micro' };
    const answer = await seen(stopped, { ...volume, Size: 16, Tags: [{ Key: 'aws:x', Value: '' }] });
    expect(answer.body).toMatchObject({ adopted: 0, changed: 2, reported: [] });
    const events = (items: readonly Record<string, unknown>[]) =>
      items.map(({ event, observed, after: to }) => [event, observed, to]);
    expect(events(await history(`/v1/instances/${instance.InstanceId}`, answer)).slice(1)).toEqual([
      ['InstanceTypeChanged', true, { instanceType: 't3.micro' }],
      ['InstanceStopped', true, { state: 'stopped' }],
    ]);
    expect(events(await history(`/v1/volumes/${volume.VolumeId}`, answer)).slice(2)).toEqual([
      ['VolumeModified', true, { size: 16, volumeType: 'gp2', iops: 100, throughput: null }],
      ['VolumeTagged', true, { 'tags/aws:x': '' }],
    ]);
  });

  it('are taken where little is said of them', async () => {
    const gone = { InstanceId: oldId('i'), State: { Name: 'terminated' }, BlockDeviceMappings: [] };
    const answer = await adopt({ Reservations: [reservationOf(gone, { InstanceId: oldId('i'), Tags: [] })] });
    expect(answer.body).toMatchObject({ adopted: 2, reported: [] });
    const { body } = await owner.get(`/v1/instances/${gone.InstanceId}`, after(answer));
    expect(body).toMatchObject({ state: 'terminated', blockDeviceMappings: [] });
    expect(body).not.toHaveProperty('imageId');
  });

  it('are reported when they are malformed, when they disagree, and when the ledger has no words for them', async () => {
    const { volume, instance } = stack();
    const shared = printedVolume({
      Attachments: [attachedTo('i-1111aaaa', '/dev/sdf'), attachedTo('i-1111bbbb', '/dev/sdf')],
    });
    const elsewhere = { ...volume, Attachments: [attachedTo('i-1111cccc', '/dev/sda1')] };
    const answer = await adopt({
      Volumes: [printedVolume({ VolumeId: 'vol-unencrypted-1' }), elsewhere, shared],
      Reservations: [reservationOf(instance), { ...reservationOf(printedInstance()), OwnerId: 'amazon' }],
    });
    const reported = told(answer)['reported'] as readonly Record<string, unknown>[];
    expect(answer.body).toMatchObject({ adopted: 3 });
    expect(reported.map(({ pointer, code, isKnown }) => [pointer, code, isKnown])).toEqual([
      ['/Volumes/0', 'malformed-entry', false],
      ['/Volumes/2', 'state-not-kept', true],
      ['/Reservations/0/Instances/0', 'attachment-disagrees', true],
      ['/Reservations/1/Instances/0', 'malformed-entry', false],
    ]);
  });

  it('are in the region of their zone', async () => {
    const volume = printedVolume({ AvailabilityZone: 'eu-west-1b' });
    const answer = await adopt({ Volumes: [volume] }, `account=${OWNER}`);
    expect((await owner.get(`/v1/volumes/${volume.VolumeId}`, after(answer))).body).toMatchObject({
      region: 'eu-west-1',
    });
  });

  it('are stopped and detached like any other', async () => {
    const { volume, instance } = stack();
    const answer = await adopt(
      { Volumes: [volume], Reservations: [reservationOf(instance)] },
      `account=${OWNER}`,
    );
    const path = `/v1/instances/${instance.InstanceId}/actions`;
    expect((await owner.post(path, { action: 'stop' }, after(answer))).status).toBe(200);
    const detached = await owner.delete(`/v1/volumes/${volume.VolumeId}/attachments/${instance.InstanceId}`);
    expect(detached).toMatchObject({ status: 200, body: { state: 'available' } });
    expect((await owner.post(path, { action: 'terminate' })).status).toBe(200);
  });
});
