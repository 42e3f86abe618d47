import { WritePath } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { PublicAccessIsBlocked, UnknownImage } from './errors';
import { images } from './image';
import { account, administrator, changePermissions, everybody, IMAGE, registration } from './image.testing';
import type { LaunchPrincipal } from './launch-principal';
import { settings, type ImageBlockPublicAccess } from '../settings/settings';
import { OWNERS_SETTINGS, setPublicAccess } from '../settings/settings.testing';

/** One process of the service. Several may share a store. */
class Sharing {
  readonly writePath: WritePath;

  constructor(readonly store = new InMemoryEventStore()) {
    this.writePath = new WritePath(store);
  }

  async withImages(...imageIds: readonly string[]): Promise<this> {
    for (const imageId of imageIds)
      await this.writePath.execute(
        images,
        imageId,
        { type: 'CreateImage', registration: registration({ imageId }) },
        wishUnder(`create ${imageId}`),
      );
    return this;
  }

  async set(state: ImageBlockPublicAccess, key: string, id = OWNERS_SETTINGS): Promise<void> {
    await this.writePath.execute(settings, id, setPublicAccess(state, id), wishUnder(key));
  }

  async grant(principal: LaunchPrincipal, key: string, imageId = IMAGE, by = administrator): Promise<string> {
    const command = { ...changePermissions({ add: [principal] }, by), imageId };
    try {
      await this.writePath.execute(images, imageId, command, wishUnder(key));
      return 'granted';
    } catch (error) {
      if (error instanceof PublicAccessIsBlocked) return 'blocked';
      throw error;
    }
  }

  get recordedTypes(): readonly string[] {
    return this.store.log.map(({ type }) => type);
  }
}

describe('Making an image public', () => {
  let one: Sharing;
  let other: Sharing;
  beforeEach(async () => {
    one = await new Sharing().withImages(IMAGE);
    other = new Sharing(one.store);
  });

  it('is refused while its owner blocks it, whoever asks and whatever this process saw before', async () => {
    await one.grant(account('000000000001'), 'warm');
    await one.set('unblocked', 'never set');
    await other.set('block-new-sharing', 'block');
    const before = one.recordedTypes;
    expect(await one.grant(everybody, 'g1')).toBe('blocked');
    expect(one.recordedTypes).toEqual(before);
    await other.set('unblocked', 'unblock');
    expect(await one.grant(everybody, 'g2')).toBe('granted');
  });

  it.each([
    ['another account', { ...OWNERS_SETTINGS, account: administrator.account }],
    ['another region', { ...OWNERS_SETTINGS, region: 'eu-central-1' }],
  ])('is of no concern to the settings of %s', async (_, id) => {
    await one.set('block-new-sharing', 'block', id);
    expect(await one.grant(everybody, 'g1')).toBe('granted');
  });

  it('is answered as the first time under the same key, also when it is blocked since', async () => {
    await one.grant(everybody, 'g1');
    await one.set('block-new-sharing', 'block');
    for (const process of [one, other, new Sharing(one.store)])
      expect(await process.grant(everybody, 'g1')).toBe('granted');
  });

  it('rests on what is set when its turn has come, not on what was when it began to wait', async () => {
    let isBlocked = false;
    one.store.beforeAppend = async (stream) => {
      if (isBlocked || stream !== images.stream(IMAGE)) return;
      isBlocked = true;
      // Another process is first at both: the append loses its race and is decided again.
      await other.grant(account('000000000001'), 'elsewhere');
      await other.set('block-new-sharing', 'block');
    };
    expect(await one.grant(everybody, 'g1')).toBe('blocked');
    expect(one.recordedTypes.slice(2)).toEqual(['LaunchPermissionGranted', 'ImageBlockPublicAccessEnabled']);
  });

  it('of an image that does not exist is refused for that', async () => {
    await one.set('block-new-sharing', 'block');
    await expect(one.grant(everybody, 'g1', 'ami-00000000000000009')).rejects.toThrow(UnknownImage);
  });

  it('by who may not know of the image is refused as if there were none', async () => {
    await one.set('block-new-sharing', 'block');
    const stranger = { account: '444455556666', administrator: false };
    await expect(one.grant(everybody, 'g1', IMAGE, stranger)).rejects.toThrow(UnknownImage);
  });
});

it('Of many that are to become public while it is blocked, none does once the block was acknowledged', async () => {
  const imageIds = Array.from({ length: 20 }, (_, index) => `ami-${String(index).padStart(17, '0')}`);
  const one = await new Sharing().withImages(...imageIds);
  const processes = [one, new Sharing(one.store), new Sharing(one.store)];
  let isAcknowledged = false;
  const asked = imageIds.map(async (imageId, index) => {
    // Spread over the time that the block takes, and a little more.
    for (let turn = 0; turn < index * 2; turn++) await Promise.resolve();
    const isLate = isAcknowledged;
    const answer = await processes[index % 3]!.grant(everybody, `g${index}`, imageId);
    return { isLate, answer };
  });
  const block = processes[2]!.set('block-new-sharing', 'block').then(() => (isAcknowledged = true));
  const answers = await Promise.all(asked);
  await block;
  const late = answers.filter(({ isLate }) => isLate);
  expect([late.length > 0, late.length < 20]).toEqual([true, true]);
  expect(late.filter(({ answer }) => answer !== 'blocked')).toEqual([]);
  expect(answers.filter(({ answer }) => answer === 'granted').length).toBe(
    one.recordedTypes.filter((type) => type === 'LaunchPermissionGranted').length,
  );
});
