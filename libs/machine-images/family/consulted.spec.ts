import { encodeEvents, planDigestOf, PlanChanged, WritePath } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { deregister as deregistering, registration } from '../image/image.testing';
import { images } from '../image/image';
import { snapshotEvents } from '../snapshot/events';
import { snapshots } from '../snapshot/snapshot';
import { families } from './family';
import {
  administrator,
  imageOf,
  owner,
  promote,
  promoted,
  publish,
  rollBack,
  rolledBack,
  stranger,
  undo,
} from './family.testing';
import type { FamilyCommand } from './commands';

const id = { ownerId: owner.account, name: 'web' };

let store: InMemoryEventStore;
let writePath: WritePath;
let asked: number;

/** What the spec says of images is left out: the category finds it. */
function ask(command: FamilyCommand, options = {}, key = `k${asked++}`, path = writePath) {
  const { image: _, fitness: __, ...wish } = { image: 0, fitness: 0, ...command };
  return path.execute(families, id, wish, wishUnder(key), options);
}

async function makeImage(imageId: string, ownerId = owner.account, snapshotId = 'snap-1'): Promise<void> {
  const { content } = registration();
  const blockDeviceMappings = [{ deviceName: content.rootDeviceName, ebs: { snapshotId, volumeSize: 8 } }];
  const made = registration({ imageId, ownerId, content: { ...content, blockDeviceMappings } });
  const command = { type: 'CreateImage', registration: made } as const;
  await writePath.execute(images, imageId, command, wishUnder(`create ${imageId}`));
}

async function share(version: number, account: string): Promise<void> {
  const imageId = imageOf(version);
  const add = [account === 'all' ? ({ group: 'all' } as const) : { userId: account }];
  const wish = { imageId, by: owner, at: new Date(0), add, remove: [] };
  const command = { type: 'ChangeLaunchPermissions', ...wish } as const;
  await writePath.execute(images, imageId, command, wishUnder(`share ${imageId} with ${account}`));
}

async function deregister(version: number): Promise<void> {
  const imageId = imageOf(version);
  const command = { ...deregistering({ by: owner }), imageId };
  await writePath.execute(images, imageId, command, wishUnder(`deregister ${imageId}`));
}

/** A family with three versions, that prod was promoted through. */
beforeEach(async () => {
  store = new InMemoryEventStore();
  writePath = new WritePath(store);
  asked = 0;
  await writePath.execute(families, id, { type: 'CreateFamily', ...id }, wishUnder('family'));
  for (const version of [1, 2, 3]) {
    await makeImage(imageOf(version));
    await ask(publish(version));
    await ask(promote('prod', version));
  }
});

describe('Publishing an image', () => {
  it('takes what is available and belongs to the owner of the family', async () => {
    await makeImage(imageOf(4));
    const { events } = await ask(publish(4));
    expect(events).toMatchObject([{ type: 'ImageVersionPublished', data: { version: 4 } }]);
  });

  it('is refused for what is not there, is gone, or is another’s', async () => {
    await expect(ask(publish(4))).rejects.toMatchObject({
      code: 'unknown-image',
      pointer: '/imageId',
      isHidden: false,
    });
    await makeImage(imageOf(5), stranger.account);
    await expect(ask(publish(5))).rejects.toMatchObject({
      code: 'unknown-image',
      isHidden: true,
    });
    await expect(ask(publish(5, { by: administrator }))).rejects.toMatchObject({
      code: 'image-of-another-account',
    });
    await makeImage(imageOf(6));
    await deregister(6);
    await expect(ask(publish(6))).rejects.toMatchObject({
      code: 'image-version-unusable',
    });
  });
});

describe('Promoting a channel', () => {
  it('is refused when the image is gone', async () => {
    await deregister(1);
    await expect(ask(promote('beta', 1))).rejects.toMatchObject({
      code: 'image-version-unusable',
    });
    await expect(ask(promote('beta', 9))).rejects.toMatchObject({
      code: 'unknown-image-version',
    });
  });
});

describe('Rolling a channel back', () => {
  it('looks at the images as they are now', async () => {
    await deregister(2);
    const { events } = await ask(rollBack('prod'));
    expect(events).toEqual([rolledBack('prod', 3, 1)]);
  });

  it('goes to an earlier version that is named, if its image is still good', async () => {
    await deregister(1);
    await expect(ask(rollBack('prod', 1))).rejects.toMatchObject({
      code: 'image-version-unusable',
    });
    const { events } = await ask(rollBack('prod', 2));
    expect(events).toEqual([rolledBack('prod', 3, 2)]);
  });

  it('decides on the channel as it is, when somebody promotes it meanwhile', async () => {
    await makeImage(imageOf(4));
    await ask(publish(4));
    const elsewhere = new WritePath(store);
    store.beforeAppend = async () => {
      store.beforeAppend = undefined;
      await ask(promote('prod', 4), {}, 'elsewhere', elsewhere);
    };
    const { events } = await ask(rollBack('prod'));
    expect(store.log.slice(-2).map(({ type }) => type)).toEqual(['ChannelPromoted', 'ChannelRolledBack']);
    expect(events).toEqual([rolledBack('prod', 4, 3)]);
  });

  it('does what the plan showed, or nothing when the ground has moved', async () => {
    const { events: planned, plan } = await ask(rollBack('prod'), { dryRun: true });
    expect(planned).toEqual([rolledBack('prod', 3, 2)]);
    const planDigest = planDigestOf(planned, plan);
    await deregister(2);
    const before = store.log.length;
    await expect(ask(rollBack('prod'), { planDigest })).rejects.toThrow(PlanChanged);
    expect(store.log).toHaveLength(before);
  });

  it('says who may launch what it leads to by that, and rests on it', async () => {
    await share(3, 'all');
    await share(2, '777788889999');
    const { events, plan } = await ask(rollBack('prod'), { dryRun: true });
    expect(plan).toEqual({
      before: { version: 3, imageId: imageOf(3) },
      after: { version: 2, imageId: imageOf(2) },
      access: { gain: [], lose: [{ group: 'all' }] },
    });
    const planDigest = planDigestOf(events, plan);
    await share(2, 'all');
    await expect(ask(rollBack('prod'), { planDigest })).rejects.toThrow(PlanChanged);
    const again = await ask(rollBack('prod'), { dryRun: true });
    const done = await ask(rollBack('prod'), { planDigest: planDigestOf(again.events, again.plan) });
    expect(done.events).toEqual([rolledBack('prod', 3, 2)]);
    const back = await ask(undo('prod', [1, 2, 3]), { dryRun: true });
    expect(back.plan).toMatchObject({
      undo: 'rollback',
      after: { version: 3 },
      access: { gain: [], lose: [] },
    });
  });

  it('passes over an image that has lost its snapshots, and refuses it by name', async () => {
    const snapshotId = 'snap-0123456789abcdef0';
    const made = { snapshotId, volumeId: 'vol-1', ownerId: owner.account, region: 'us-east-1' };
    await makeImage(imageOf(4), owner.account, snapshotId);
    await ask(publish(4));
    await ask(promote('prod', 4));
    await ask(promote('prod', 3));
    const data = { ...made, volumeSize: 8, encrypted: false, tags: {} };
    const recorded = [
      { type: 'SnapshotCreated', data },
      { type: 'SnapshotDeleted', data: { snapshotId } },
    ] as const;
    await store.append(
      snapshots.stream(snapshotId),
      'any',
      encodeEvents(snapshotEvents, 's', recorded, wishUnder('s')),
    );
    await expect(ask(rollBack('prod', 4))).rejects.toMatchObject({
      code: 'image-version-unusable',
      message: `${imageOf(4)} has lost its snapshots`,
    });
    expect((await ask(rollBack('prod'))).events).toEqual([rolledBack('prod', 3, 2)]);
  });

  it('answers a repetition as the first time, whatever happened since', async () => {
    const first = await ask(rollBack('prod'), {}, 'once');
    await ask(promote('prod', 3));
    const again = await ask(rollBack('prod'), {}, 'once');
    expect(again).toMatchObject({ revision: first.revision, events: [] });
    expect(store.log.at(-1)).toMatchObject({ type: promoted('prod', 3).type });
  });
});
