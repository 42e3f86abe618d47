import { wishUnder } from '../../../test/support/wish';
import { IdempotencyKeyReused } from '#event-sourcing';
import type { FamilyCommand, FamilyId } from '../family/commands';
import { families } from '../family/family';
import { account, grant, IMAGE, owner, stranger, TODAY } from '../image/image.testing';
import { byHand } from '../image/revocation.testing';
import type { LaunchSource } from '../launch/launch-source';
import { Compute, REGISTERED } from './compute.testing';

const family: FamilyId = { ownerId: owner.account, name: 'web' };
const NEWER = 'ami-00000000000000002';
const prod = { kind: 'channel', family, channel: 'prod' } as const;

let compute: Compute;

/** As another process would, which this one hears nothing of. */
async function elsewhere(command: FamilyCommand, key: string): Promise<void> {
  await compute.restarted().writePath.execute(families, family, command, wishUnder(key));
}
const promote = (version: number): Promise<void> =>
  elsewhere(
    { type: 'PromoteChannel', ...family, by: owner, at: TODAY, channel: 'prod', version },
    `promote ${version}`,
  );

/** A family with two versions, whose prod points at the first. */
beforeEach(async () => {
  compute = await Compute.withImage();
  const newer = { ...REGISTERED, imageId: NEWER };
  await compute.changeImage(NEWER, { type: 'CreateImage', registration: newer }, 'newer');
  await elsewhere({ type: 'CreateFamily', ...family }, 'family');
  for (const imageId of [IMAGE, NEWER])
    await elsewhere({ type: 'PublishImageVersion', ...family, by: owner, at: TODAY, imageId }, imageId);
  await promote(1);
});

const launchId = (number: number): string => `r-${number}`;
const launch = async (
  number: number,
  source: LaunchSource = prod,
  by = owner.account,
  key = `l${number}`,
) => {
  const wish = { source, account: by, launchId: launchId(number) };
  const { outcome, instances } = await compute.launch(wish, key);
  if (outcome.state.kind === 'unknown') throw new Error('nothing was launched');
  const { imageId, requested } = outcome.state.requested;
  return { imageId, requested, instances: instances.map(({ state }) => state) };
};

describe('A launch by a family', () => {
  it('is of what its channel points at when it is asked for, and every instance says so', async () => {
    const requested = { family, channel: 'prod', version: 1 };
    const launched = { launched: { imageId: IMAGE, requested } };
    expect(await launch(1)).toMatchObject({ imageId: IMAGE, requested, instances: [launched, launched] });
    await promote(2);
    expect(await launch(2)).toMatchObject({ imageId: NEWER, requested: { version: 2 } });
    expect(await launch(3, { kind: 'version', family, version: 1 })).toMatchObject({
      imageId: IMAGE,
      requested: { family, version: 1 },
    });
  });

  it('is answered as the first time when it is repeated, wherever its channel points by then', async () => {
    const first = await launch(1);
    const revoked = { ...family, imageId: IMAGE, at: TODAY, since: TODAY } as const;
    await elsewhere(
      { type: 'RevokeImageVersion', ...revoked, moving: { cause: byHand, since: TODAY } },
      'revoked',
    );
    await expect(launch(2)).rejects.toMatchObject({ code: 'channel-points-at-none' });
    expect(await launch(1)).toEqual(first);
    await promote(2);
    expect(await launch(1)).toEqual(first);
    await expect(launch(1, { kind: 'version', family, version: 1 })).rejects.toThrow(IdempotencyKeyReused);
    expect(compute.recordedTypes.filter((type) => type === 'LaunchRequested')).toHaveLength(1);
  });

  it('passes over what is revoked, though its family has not heard of it yet, unless its channel is to stay', async () => {
    await promote(2);
    const revoke = { type: 'RevokeImage', imageId: NEWER, by: owner, at: TODAY } as const;
    await compute.changeImage(NEWER, { ...revoke, channels: 'keep' }, 'revoked');
    await expect(launch(1)).rejects.toMatchObject({ code: 'image-revoked' });
    expect(await launch(2, { ...prod, channel: 'latest' })).toMatchObject({
      imageId: IMAGE,
      requested: { channel: 'latest', version: 1 },
    });
    await compute.changeImage(NEWER, { ...revoke, cascadeId: 'one' }, 'revoked for all');
    expect(await launch(3)).toMatchObject({ imageId: IMAGE, requested: { channel: 'prod', version: 1 } });
    await expect(launch(4, { kind: 'version', family, version: 2 })).rejects.toMatchObject({
      code: 'image-revoked',
    });
    await compute.change({ ...revoke, imageId: IMAGE }, 'and the other');
    await expect(launch(5)).rejects.toMatchObject({ code: 'channel-points-at-none' });
  });

  it('that was decided before is finished as it was decided', async () => {
    compute.store.failNext({ recorded: true });
    await expect(launch(1)).rejects.toThrow('lost the store');
    await promote(2);
    await compute.restarted().reactToEverything();
    expect(await launch(1)).toMatchObject({ imageId: IMAGE, requested: { version: 1 } });
  });

  it('of another account is refused to who may not launch the image, as if there were no family', async () => {
    await compute.change(grant(account(stranger.account)), 'shared');
    expect(await launch(1, prod, stranger.account)).toMatchObject({ imageId: IMAGE });
    await promote(2);
    const before = compute.recorded;
    await expect(launch(2, prod, stranger.account)).rejects.toMatchObject({
      code: 'unknown-family',
      isHidden: true,
    });
    expect(compute.recorded).toEqual(before);
  });
});
