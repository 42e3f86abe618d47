import { wishUnder } from '../../../test/support/wish';
import type { FamilyCommand } from '../family/commands';
import { families } from '../family/family';
import { account, grant, IMAGE, owner, scheduleDeprecation, stranger, TODAY } from '../image/image.testing';
import type { LaunchSource } from '../launch/launch-source';
import { Compute, REGISTERED } from './compute.testing';

const family = { ownerId: owner.account, name: 'web' } as const;
const [NEWER, NEWEST] = ['ami-00000000000000002', 'ami-00000000000000003'] as const;
const byId = { kind: 'image', imageId: IMAGE } as const;
const LATER = new Date('2028-01-01T00:00:00Z');

let compute: Compute;
let launched = 0;

const ask = (command: FamilyCommand) =>
  compute.writePath.execute(families, command, command, wishUnder(JSON.stringify(command)));
const deprecate = (imageId: string, replacement?: string) =>
  compute.changeImage(
    imageId,
    { ...scheduleDeprecation('2027-01-01T00:00:00Z'), imageId, ...(replacement && { replacement }) },
    `deprecate ${imageId} ${replacement}`,
  );
/** What the launch says of its image's deprecation. */
const warning = async (source: LaunchSource = byId, by = owner.account, at = LATER): Promise<unknown> => {
  const wish = { account: by, launchId: `r-${launched++}`, source, region: 'us-east-1', zone: 'us-east-1a' };
  const rest = { instanceType: 'm7g.large', minCount: 1, maxCount: 1, blockDeviceMappings: [], tags: {} };
  const context = wishUnder(wish.launchId, 'body', at);
  const { outcome, instances } = await compute.launches.launch({ ...wish, ...rest }, context, {});
  if (outcome.state.kind === 'unknown') throw new Error('nothing was launched');
  expect(JSON.stringify(instances.map(({ state }) => state))).not.toContain('imageDeprecated');
  return outcome.state.requested.imageDeprecated;
};

/** A family with three versions, whose first is deprecated by the time of the launches. */
beforeEach(async () => {
  compute = await Compute.withImage();
  await ask({ type: 'CreateFamily', ...family });
  for (const imageId of [IMAGE, NEWER, NEWEST]) {
    const registration = { ...REGISTERED, imageId };
    await compute.changeImage(imageId, { type: 'CreateImage', registration }, `create ${imageId}`);
    await ask({ type: 'PublishImageVersion', ...family, by: owner, at: TODAY, imageId });
  }
  await deprecate(IMAGE);
});

describe('A launch of a deprecated image', () => {
  it('names the newest good version of its family, however it was asked for', async () => {
    await ask({ type: 'PromoteChannel', ...family, by: owner, at: TODAY, channel: 'prod', version: 1 });
    for (const source of [
      byId,
      { kind: 'version', family, version: 1 },
      { kind: 'channel', family, channel: 'prod' },
    ] as const)
      expect(await warning(source)).toEqual({ replacement: NEWEST });
  });

  it('passes over versions that are deprecated or revoked themselves', async () => {
    await deprecate(NEWEST);
    expect(await warning()).toEqual({ replacement: NEWER });
    const revoke = { type: 'RevokeImage', imageId: NEWER, by: owner, at: TODAY } as const;
    await compute.changeImage(NEWER, revoke, 'revoke');
    expect(await warning()).toEqual({});
  });

  it('names the image that its owner named, for as long as that can be launched', async () => {
    await deprecate(IMAGE, NEWER);
    expect(await warning()).toEqual({ replacement: NEWER });
    const disable = { type: 'DisableImage', imageId: NEWER, by: owner, at: TODAY } as const;
    await compute.changeImage(NEWER, disable, 'disable');
    expect(await warning()).toEqual({ replacement: NEWEST });
  });

  it('names nothing that is not there, or is elsewhere', async () => {
    await deprecate(IMAGE, 'ami-00000000000000009');
    expect(await warning()).toEqual({ replacement: NEWEST });
    const registration = { ...REGISTERED, imageId: 'ami-00000000000000009', region: 'eu-central-1' };
    await compute.changeImage(registration.imageId, { type: 'CreateImage', registration }, 'elsewhere');
    expect(await warning()).toEqual({ replacement: NEWEST });
  });

  it('looks in every family that holds the image, and in no other than that which was asked for', async () => {
    const archive = { ownerId: owner.account, name: 'archive' };
    const kept = { ...REGISTERED, imageId: 'ami-00000000000000004' };
    await compute.changeImage(kept.imageId, { type: 'CreateImage', registration: kept }, 'kept');
    await ask({ type: 'CreateFamily', ...archive });
    for (const imageId of [kept.imageId, IMAGE])
      await ask({ type: 'PublishImageVersion', ...archive, by: owner, at: TODAY, imageId });
    expect(await warning()).toEqual({ replacement: NEWEST });
    const asked = { kind: 'version', family: archive, version: 2 } as const;
    expect(await warning(asked)).toEqual({ replacement: kept.imageId });
    for (const imageId of [NEWER, NEWEST]) await deprecate(imageId);
    expect(await warning()).toEqual({ replacement: kept.imageId });
    expect(await warning({ kind: 'version', family, version: 1 })).toEqual({});
  });

  it('names nothing that the account may not launch', async () => {
    await compute.change(grant(account(stranger.account)), 'shared');
    await deprecate(IMAGE, NEWER);
    expect(await warning(byId, stranger.account)).toEqual({});
    await compute.changeImage(NEWER, { ...grant(account(stranger.account)), imageId: NEWER }, 'shared too');
    expect(await warning(byId, stranger.account)).toEqual({ replacement: NEWER });
  });

  it('says nothing before it is deprecated', async () => {
    expect(await warning(byId, owner.account, TODAY)).toBeUndefined();
  });
});
