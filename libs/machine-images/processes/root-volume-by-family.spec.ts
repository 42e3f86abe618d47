import { commandIdOf } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import type { FamilyCommand, FamilyId } from '../family/commands';
import { families } from '../family/family';
import { deregister, IMAGE, owner, revokeImage, TODAY } from '../image/image.testing';
import type { RootVolumeWish } from '../instance/root-volume-wish';
import { anotherImage, launched, NEW_IMAGE, type LaunchedCompute } from './root-volume-replacement.testing';

const family: FamilyId = { ownerId: owner.account, name: 'web' };
const prod = { kind: 'channel', family, channel: 'prod' } as const;

const SAME_SIZE = { deviceName: '/dev/sda1', ebs: { snapshotId: 'snap-00000000000000002', volumeSize: 8 } };

let compute: LaunchedCompute['compute'];
let instanceId: string;

const ask = (command: FamilyCommand, key: string) =>
  compute.writePath.execute(families, family, command, wishUnder(key));

async function replace(source: RootVolumeWish, key: string) {
  const { state } = await compute.replaceRoot(instanceId, { source }, key);
  if (state.kind === 'unknown') throw new Error('nothing was replaced');
  return { origin: state.replacement?.requested.origin, asked: state.asked };
}

/** What is refused, and where it says so. */
const refusalOf = async (source: RootVolumeWish, key: string): Promise<unknown> => {
  const before = compute.recorded;
  const refusal = await compute.replaceRoot(instanceId, { source }, key).catch((error: unknown) => error);
  expect(compute.recorded).toEqual(before);
  const { code, pointer } = refusal as { readonly code?: string; readonly pointer?: string };
  return { code, pointer };
};

/** The instance runs version 1 of a family whose prod points at version 2. */
beforeEach(async () => {
  ({ compute, instanceId } = await launched());
  await anotherImage(compute, { blockDeviceMappings: [SAME_SIZE] });
  await ask({ type: 'CreateFamily', ...family }, 'family');
  for (const imageId of [IMAGE, NEW_IMAGE])
    await ask({ type: 'PublishImageVersion', ...family, by: owner, at: TODAY, imageId }, imageId);
  await ask(
    { type: 'PromoteChannel', ...family, by: owner, at: TODAY, channel: 'prod', version: 2 },
    'promote',
  );
});

describe('Replacing a root volume by what a family leads to', () => {
  it('takes the image of its channel or version, and says what was asked for', async () => {
    expect(await replace(prod, 'r1')).toMatchObject({
      origin: { imageId: NEW_IMAGE },
      asked: { family, channel: 'prod', version: 2 },
    });
  });

  it('is refused by name where that leads nowhere', async () => {
    expect(await refusalOf({ ...prod, channel: 'beta' }, 'r1')).toMatchObject({ code: 'unknown-channel' });
    expect(await refusalOf({ kind: 'version', family, version: 9 }, 'r2')).toMatchObject({
      code: 'unknown-image-version',
    });
    const elsewhere = { ownerId: owner.account, name: 'db' };
    expect(await refusalOf({ ...prod, family: elsewhere }, 'r3')).toMatchObject({ code: 'unknown-family' });
  });

  it('blames the family for what is wrong with the image', async () => {
    const version = { kind: 'version', family, version: 2 } as const;
    await compute.changeImage(NEW_IMAGE, { ...revokeImage(), imageId: NEW_IMAGE }, 'bad');
    expect(await refusalOf(version, 'r1')).toEqual({ code: 'image-revoked', pointer: '/family' });
  });
});

describe('Undoing the replacement of a root volume', () => {
  const undo = (key: string) => ({ kind: 'undo', correlationId: commandIdOf('test', key) }) as const;

  it('takes the image that ran before, as asked for then; it can itself be undone', async () => {
    const before = await compute.instance(instanceId);
    await replace(prod, 'r1');
    expect(await replace(undo('r1'), 'r2')).toMatchObject({
      origin: { imageId: IMAGE },
      asked: before.asked,
    });
    expect(await replace(undo('r2'), 'r3')).toMatchObject({
      origin: { imageId: NEW_IMAGE },
      asked: { family, channel: 'prod', version: 2 },
    });
  });

  it('is refused where that request replaced nothing', async () => {
    expect(await refusalOf(undo('launch'), 'r1')).toMatchObject({ code: 'unknown-rollback' });
    const unknown = compute.replaceRoot('i-00000000000000099', { source: undo('r1') }, 'r2');
    await expect(unknown).rejects.toMatchObject({ code: 'unknown-instance' });
  });

  it('is refused where the image from before is smaller than what is there', async () => {
    const larger = { ...SAME_SIZE, ebs: { ...SAME_SIZE.ebs, volumeSize: 16 } };
    const other = await launched();
    await anotherImage(other.compute, { blockDeviceMappings: [larger] });
    await other.compute.replaceRoot(
      other.instanceId,
      { source: { kind: 'image', imageId: NEW_IMAGE } },
      'r1',
    );
    await expect(
      other.compute.replaceRoot(other.instanceId, { source: undo('r1') }, 'r2'),
    ).rejects.toMatchObject({ code: 'root-volume-too-small', pointer: '/undo' });
  });

  it('is refused where the image from before cannot be launched, and blames what was to be undone', async () => {
    await replace(prod, 'r1');
    await compute.changeImage(IMAGE, deregister(), 'gone');
    expect(await refusalOf(undo('r1'), 'r2')).toEqual({ code: 'image-deregistered', pointer: '/undo' });
  });
});
