import { after, type Answer } from '../support/caller';
import { atOnce, beginContest, outcomes, times, type Contest } from '../support/contest';
import { registration } from '../support/service';

let contest: Contest;

beforeAll(async () => {
  contest = await beginContest();
});

afterAll(() => contest.end());

/** The one that was not refused. */
const wonBy = (answers: readonly Answer[]): Answer => {
  const won = answers.find(({ status }) => status < 300);
  if (won === undefined) throw new Error('nobody won');
  return won;
};

describe('Twenty at once', () => {
  const attach = (index: number, volumeId: string, instanceId: string): Promise<Answer> =>
    contest.client(index).post(`/v1/volumes/${volumeId}/attachments`, { instanceId, device: '/dev/sdf' });

  it('attach one volume to as many instances: one does', async () => {
    const instanceIds = await contest.launch(await contest.makeImage(), 20);
    const volumeId = await contest.makeVolume();
    const answers = await atOnce(20, (index) => attach(index, volumeId, instanceIds[index] ?? ''));
    expect(outcomes(answers)).toEqual(['200', ...times(19, '409 volume-in-use')]);
    const types = (await contest.recordedIn(`volume-${volumeId}`)).map(({ type }) => type);
    expect(types.filter((type) => type === 'VolumeAttached')).toHaveLength(1);
    await nothingIsReservedBesides(instanceIds, wonBy(answers));
  });

  /** A device that was reserved for an attachment that was refused is free again. */
  async function nothingIsReservedBesides(instanceIds: readonly string[], { body }: Answer): Promise<void> {
    const held = [];
    for (const instanceId of instanceIds) {
      const events = await contest.recordedIn(`instance-${instanceId}`);
      const count = (type: string) => events.filter((event) => event.type === type).length;
      if (count('DeviceReserved') > count('DeviceReleased')) held.push(instanceId);
    }
    expect(held).toEqual(body.attachments.map(({ instanceId }: { instanceId: string }) => instanceId));
  }

  it('attach as many volumes to one device: one does', async () => {
    const [instanceId = ''] = await contest.launch(await contest.makeImage(), 1);
    const volumeIds = await atOnce(20, () => contest.makeVolume());
    const answers = await atOnce(20, (index) => attach(index, volumeIds[index] ?? '', instanceId));
    expect(outcomes(answers)).toEqual(['200', ...times(19, '409 device-in-use')]);
    const { body } = await contest.owner.get('/v1/volumes?state=in-use&limit=1000', after(wonBy(answers)));
    const attached = body.items.filter(({ volumeId }: { volumeId: string }) => volumeIds.includes(volumeId));
    expect(attached).toHaveLength(1);
  });

  it('claim one image name: one gets it', async () => {
    const wish = registration();
    const answers = await atOnce(20, (index) => contest.client(index).post('/v1/images', wish));
    expect(outcomes(answers)).toEqual(['201', ...times(19, '409 image-name-taken')]);
    const made = wonBy(answers);
    const listed = await contest.owner.get(`/v1/images?owner=self&name=${String(wish['name'])}`, after(made));
    expect(listed.body.items).toMatchObject([{ imageId: made.body.imageId }]);
  });
});
