import { wishUnder } from '../../../test/support/wish';
import { ComputeFailure } from '../compute-provider';
import { UnknownImage } from '../image/errors';
import { account, administrator, deregister, grant, owner, revoke, stranger } from '../image/image.testing';
import {
  IncompatibleImage,
  IncorrectInstanceState,
  RootVolumeReplacementInProgress,
  RootVolumeTooSmall,
  UnknownInstance,
} from '../instance/errors';
import { VolumeInUse } from '../volume/errors';
import { volumes } from '../volume/volume';
import {
  anotherImage,
  fromImage,
  launched,
  NEW_IMAGE,
  nothingDangles,
} from './root-volume-replacement.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('VolumeLimitExceeded', 'no room', false);

describe('Replacing the root volume of an instance', () => {
  it('begins with all that it takes, asks the provider once, moves the device and then the volumes', async () => {
    const { compute, instanceId, root, data } = await launched();
    const before = compute.recordedTypes.length;
    const { state } = await compute.replaceRoot(instanceId);
    expect(compute.recordedTypes.slice(before)).toEqual([
      'RootVolumeReplacementRequested',
      'VolumeCreated',
      'RootVolumeReplaced',
      'InstanceRebooted',
      'VolumeDetached',
      'VolumeAttached',
    ]);
    if (state.kind === 'unknown' || state.replacement === undefined) throw new Error('no replacement');
    const { volumeId } = state.replacement.requested.volume;
    expect(state).toMatchObject({
      lifecycle: 'running',
      replacement: { state: 'succeeded', requested: { replacedVolumeId: root } },
    });
    expect([...state.devices].map(([device, holder]) => [device, holder.volumeId])).toEqual([
      ['/dev/xvda', volumeId],
      ['/dev/sdb', data],
    ]);
    expect(await compute.volume(volumeId)).toMatchObject({
      created: { size: 8, snapshotId: 'snap-00000000000000001' },
      attachment: { instanceId, device: '/dev/xvda', deleteOnTermination: true },
    });
    expect(await compute.volume(root)).toMatchObject({ lifecycle: 'available' });
    await compute.restarted().reactToEverything();
    expect(compute.provider.performed.filter((call) => call !== 'detachVolume')).toEqual([
      'launchInstances',
      'replaceRootVolume',
    ]);
    nothingDangles(compute);
  });

  it('deletes the replaced one where that is asked for', async () => {
    const { compute, instanceId, root } = await launched();
    await compute.replaceRoot(instanceId, { deleteReplacedRootVolume: true });
    expect(await compute.volume(root)).toMatchObject({ lifecycle: 'deleted' });
    nothingDangles(compute);
  });

  it('by that of another image takes its root volume alone, and says on what grounds', async () => {
    const { compute, instanceId } = await launched();
    await anotherImage(compute);
    const { state } = await compute.replaceRoot(instanceId, fromImage);
    const origin = { imageId: NEW_IMAGE, imageRevision: 1, grounds: 'owner' };
    if (state.kind === 'unknown' || state.replacement === undefined) throw new Error('no replacement');
    const { volume } = state.replacement.requested;
    expect(state.replacement.requested).toMatchObject({ device: '/dev/xvda', origin });
    expect(volume).toMatchObject({ size: 16, volumeType: 'gp3', snapshotId: 'snap-00000000000000002' });
    expect([...state.devices.keys()]).toEqual(['/dev/xvda', '/dev/sdb']);
    expect(state.rootVolumes.get(volume.volumeId)).toEqual(origin);
  });

  it('is answered as the first time when it is asked again, also when the image is gone since', async () => {
    const { compute, instanceId } = await launched();
    await anotherImage(compute);
    const first = await compute.replaceRoot(instanceId, fromImage);
    await compute.changeImage(NEW_IMAGE, { ...deregister(), imageId: NEW_IMAGE }, 'gone');
    const before = compute.recorded;
    for (const again of [compute, compute.restarted()]) {
      const { state, revision } = await again.replaceRoot(instanceId, fromImage);
      expect([state, revision]).toEqual([first.state, first.revision]);
    }
    expect(compute.recorded).toEqual(before);
  });

  it('can be done again afterwards', async () => {
    const { compute, instanceId } = await launched();
    await anotherImage(compute);
    await compute.replaceRoot(instanceId, fromImage, 'r1');
    const { state } = await compute.replaceRoot(instanceId, {}, 'r2');
    // Back to the launch state, and no smaller than it was.
    expect(state).toMatchObject({
      replacement: {
        state: 'succeeded',
        requested: { volume: { size: 16 }, source: { kind: 'launch-state' } },
      },
    });
    await compute.restarted().reactToEverything();
    nothingDangles(compute);
  });

  it('records nothing in a dry run, and asks nothing of the provider', async () => {
    const { compute, instanceId } = await launched();
    const before = [compute.recorded, compute.provider.performed];
    const { events } = await compute.replaceRoot(instanceId, {}, 'dry', { dryRun: true });
    expect(events).toMatchObject([{ type: 'RootVolumeReplacementRequested' }]);
    expect([compute.recorded, compute.provider.performed]).toEqual(before);
  });

  it('is not finished by a dry run of what was asked for already', async () => {
    const { compute, instanceId } = await launched();
    compute.provider.failNext('replaceRootVolume', outage);
    await compute.replaceRoot(instanceId);
    const before = [compute.recorded, compute.provider.performed];
    const { state } = await compute.replaceRoot(instanceId, {}, 'r1', { dryRun: true });
    expect(state).toMatchObject({ replacement: { state: 'in-progress' } });
    expect([compute.recorded, compute.provider.performed]).toEqual(before);
  });
});

describe('A root volume is not replaced', () => {
  it('for strangers, to whom the instance does not exist', async () => {
    const { compute, instanceId } = await launched();
    await expect(compute.replaceRoot(instanceId, { by: stranger })).rejects.toThrow(UnknownInstance);
    await expect(compute.replaceRoot('i-00000000000000000')).rejects.toThrow(UnknownInstance);
    await compute.replaceRoot(instanceId, { by: administrator });
  });

  it('of what does not run, and of what has none', async () => {
    const { compute, instanceId, root } = await launched();
    await compute.act('StopInstance', instanceId, 's1');
    await expect(compute.replaceRoot(instanceId)).rejects.toThrow(IncorrectInstanceState);
    await compute.detach(root, instanceId, 'd1');
    await compute.act('StartInstance', instanceId, 's2');
    await expect(compute.replaceRoot(instanceId, {}, 'r2')).rejects.toThrow(IncorrectInstanceState);
  });

  it('by that of an image which the account may not launch at that moment, whatever was seen before', async () => {
    const { compute, instanceId } = await launched();
    await expect(compute.replaceRoot(instanceId, fromImage)).rejects.toThrow(UnknownImage);
    await anotherImage(compute);
    const permission = account(stranger.account);
    await compute.change(grant(permission), 'grant the first');
    const wish = { account: stranger.account, launchId: 'r-1', maxCount: 1 };
    const { instances } = await compute.launch(wish, 'theirs');
    const state = instances[0]?.state;
    const theirs = state?.kind === 'existing' ? state.launched.instanceId : '';
    await compute.changeImage(NEW_IMAGE, { ...grant(permission), imageId: NEW_IMAGE }, 'grant');
    await compute.replaceRoot(theirs, { ...fromImage, by: stranger }, 'r1');
    await compute.restarted().changeImage(NEW_IMAGE, { ...revoke(permission), imageId: NEW_IMAGE }, 'revoke');
    await expect(compute.replaceRoot(theirs, { ...fromImage, by: stranger }, 'r2')).rejects.toThrow(
      UnknownImage,
    );
  });

  it('by that of an image of another architecture, or that is smaller', async () => {
    const { compute, instanceId } = await launched();
    await anotherImage(compute, { architecture: 'arm64' });
    await expect(compute.replaceRoot(instanceId, fromImage)).rejects.toThrow(IncompatibleImage);
    const other = await launched();
    const small = { deviceName: '/dev/sda1', ebs: { snapshotId: 'snap-00000000000000002', volumeSize: 7 } };
    await anotherImage(other.compute, { blockDeviceMappings: [small] });
    await expect(other.compute.replaceRoot(other.instanceId, fromImage)).rejects.toThrow(RootVolumeTooSmall);
  });

  it('while it is being replaced', async () => {
    const { compute, instanceId } = await launched();
    compute.provider.failNext('replaceRootVolume', outage);
    await compute.replaceRoot(instanceId);
    await expect(compute.replaceRoot(instanceId, {}, 'r2')).rejects.toThrow(RootVolumeReplacementInProgress);
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => compute.restarted().replaceRoot(instanceId, {}, `q${index}`)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(0);
  });

  it('by more than one of many that ask at once', async () => {
    const { compute, instanceId } = await launched();
    compute.provider.failNext('replaceRootVolume', outage);
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => compute.restarted().replaceRoot(instanceId, {}, `q${index}`)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await compute.restarted().reactToEverything();
    nothingDangles(compute);
  });
});

describe('A replacement that the provider', () => {
  it('does not answer goes on when it does; until then nobody gets the new volume', async () => {
    const { compute, instanceId, root } = await launched();
    for (const _ of [1, 2]) compute.provider.failNext('replaceRootVolume', outage);
    const { state } = await compute.replaceRoot(instanceId);
    if (state.kind === 'unknown' || state.replacement === undefined) throw new Error('no replacement');
    const { volumeId } = state.replacement.requested.volume;
    expect(state.replacement.state).toBe('in-progress');
    expect((await compute.volume(root)).attachment).toMatchObject({ instanceId, device: '/dev/xvda' });
    await expect(compute.attach(volumeId, instanceId, 'a1')).rejects.toThrow(VolumeInUse);
    const remove = { type: 'DeleteVolume', volumeId, by: owner } as const;
    const removed = compute.writePath.execute(volumes, volumeId, remove, wishUnder('delete it'));
    await expect(removed).rejects.toThrow(VolumeInUse);
    await expect(compute.restarted().reactToEverything()).rejects.toThrow(ComputeFailure);
    await compute.restarted().reactToEverything();
    const again = await compute.replaceRoot(instanceId);
    expect(again.state).toMatchObject({ replacement: { state: 'succeeded' } });
    nothingDangles(compute);
  });

  it('carried out while its answer was lost is not asked for twice', async () => {
    const { compute, instanceId } = await launched();
    compute.provider.failNext('replaceRootVolume', outage, { done: true });
    await compute.replaceRoot(instanceId);
    const repeated = jest.spyOn(compute.provider, 'replaceRootVolume');
    await compute.restarted().reactToEverything();
    expect(repeated).not.toHaveBeenCalled();
    expect((await compute.instance(instanceId)).replacement).toMatchObject({ state: 'succeeded' });
    nothingDangles(compute);
  });

  it('refuses leaves the original attached, deletes the new volume, and says why', async () => {
    const { compute, instanceId, root } = await launched();
    compute.provider.failNext('replaceRootVolume', refusal);
    const { state } = await compute.replaceRoot(instanceId);
    if (state.kind === 'unknown' || state.replacement === undefined) throw new Error('no replacement');
    const cause = 'VolumeLimitExceeded: no room';
    expect(state.replacement).toMatchObject({ state: 'failed', cause });
    expect(await compute.volume(state.replacement.requested.volume.volumeId)).toMatchObject({
      lifecycle: 'deleted',
      cause,
    });
    expect((await compute.volume(root)).attachment).toMatchObject({ instanceId, device: '/dev/xvda' });
    const before = compute.recorded;
    await compute.restarted().reactToEverything();
    expect(compute.recorded).toEqual(before);
    // What it refused was never there.
    expect(compute.provider.performed).toEqual(['launchInstances']);
    await compute.replaceRoot(instanceId, {}, 'r2');
    nothingDangles(compute);
  });
});
