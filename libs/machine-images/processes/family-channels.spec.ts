import { planDigestOf, PlanChanged, WritePath } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { families } from '../family/family';
import { administrator, imageOf, owner, promoted, rolledBack, stranger } from '../family/family.testing';
import { registration } from '../image/image.testing';
import { images } from '../image/image';
import { FamilyChannels } from './family-channels';

const id = { ownerId: owner.account, name: 'web' };

let store: InMemoryEventStore;
let writePath: WritePath;
let channels: FamilyChannels;
let asked: number;

const write = (by = owner, options = {}) => ({ by, context: wishUnder(`k${asked++}`), options });

async function makeImage(imageId: string, ownerId = owner.account): Promise<void> {
  const made = registration({ imageId, ownerId });
  const command = { type: 'CreateImage', registration: made } as const;
  await writePath.execute(images, imageId, command, wishUnder(`create ${imageId}`));
}

async function deregister(version: number): Promise<void> {
  const imageId = imageOf(version);
  const command = { type: 'DeregisterImage', imageId, by: owner } as const;
  await writePath.execute(images, imageId, command, wishUnder(`deregister ${imageId}`));
}

/** A family with three versions, that prod was promoted through. */
beforeEach(async () => {
  store = new InMemoryEventStore();
  writePath = new WritePath(store);
  channels = new FamilyChannels(writePath);
  asked = 0;
  await writePath.execute(families, id, { type: 'CreateFamily', ...id }, wishUnder('family'));
  for (const version of [1, 2, 3]) {
    await makeImage(imageOf(version));
    await channels.publish(id, imageOf(version), write());
    await channels.promote(id, { channel: 'prod', version }, write());
  }
});

describe('Publishing an image', () => {
  it('takes what is available and belongs to the owner of the family', async () => {
    await makeImage(imageOf(4));
    const { events } = await channels.publish(id, imageOf(4), write());
    expect(events).toMatchObject([{ type: 'ImageVersionPublished', data: { version: 4 } }]);
  });

  it('is refused for what is not there, is gone, or is another’s', async () => {
    await expect(channels.publish(id, imageOf(4), write())).rejects.toMatchObject({
      code: 'unknown-image',
      pointer: '/imageId',
      isHidden: false,
    });
    await makeImage(imageOf(5), stranger.account);
    await expect(channels.publish(id, imageOf(5), write())).rejects.toMatchObject({
      code: 'unknown-image',
      isHidden: true,
    });
    await expect(channels.publish(id, imageOf(5), write(administrator))).rejects.toMatchObject({
      code: 'image-of-another-account',
    });
    await makeImage(imageOf(6));
    await deregister(6);
    await expect(channels.publish(id, imageOf(6), write())).rejects.toMatchObject({
      code: 'image-version-unusable',
    });
  });
});

describe('Promoting a channel', () => {
  it('is refused when the image is gone', async () => {
    await deregister(1);
    await expect(channels.promote(id, { channel: 'beta', version: 1 }, write())).rejects.toMatchObject({
      code: 'image-version-unusable',
    });
    await expect(channels.promote(id, { channel: 'beta', version: 9 }, write())).rejects.toMatchObject({
      code: 'unknown-image-version',
    });
  });
});

describe('Rolling a channel back', () => {
  it('looks at the images as they are now', async () => {
    await deregister(2);
    const { events } = await channels.rollBack(id, { channel: 'prod' }, write());
    expect(events).toEqual([rolledBack('prod', 3, 1)]);
  });

  it('goes to an earlier version that is named, if its image is still good', async () => {
    await deregister(1);
    await expect(channels.rollBack(id, { channel: 'prod', to: 1 }, write())).rejects.toMatchObject({
      code: 'image-version-unusable',
    });
    const { events } = await channels.rollBack(id, { channel: 'prod', to: 2 }, write());
    expect(events).toEqual([rolledBack('prod', 3, 2)]);
  });

  it('decides on the channel as it is, when somebody promotes it meanwhile', async () => {
    await makeImage(imageOf(4));
    await channels.publish(id, imageOf(4), write());
    const elsewhere = new FamilyChannels(new WritePath(store));
    store.beforeAppend = async () => {
      store.beforeAppend = undefined;
      await elsewhere.promote(id, { channel: 'prod', version: 4 }, write());
    };
    const { events } = await channels.rollBack(id, { channel: 'prod' }, write());
    expect(store.log.slice(-2).map(({ type }) => type)).toEqual(['ChannelPromoted', 'ChannelRolledBack']);
    expect(events).toEqual([rolledBack('prod', 4, 3)]);
  });

  it('does what the plan showed, or nothing when the ground has moved', async () => {
    const { events: planned } = await channels.rollBack(
      id,
      { channel: 'prod' },
      write(owner, { dryRun: true }),
    );
    expect(planned).toEqual([rolledBack('prod', 3, 2)]);
    const planDigest = planDigestOf(planned);
    await deregister(2);
    const before = store.log.length;
    await expect(channels.rollBack(id, { channel: 'prod' }, write(owner, { planDigest }))).rejects.toThrow(
      PlanChanged,
    );
    expect(store.log).toHaveLength(before);
  });

  it('answers a repetition as the first time, whatever happened since', async () => {
    const wish = write();
    const first = await channels.rollBack(id, { channel: 'prod' }, wish);
    await channels.promote(id, { channel: 'prod', version: 3 }, write());
    const again = await channels.rollBack(id, { channel: 'prod' }, wish);
    expect(again).toMatchObject({ revision: first.revision, events: [] });
    expect(store.log.at(-1)).toMatchObject({ type: promoted('prod', 3).type });
  });
});
