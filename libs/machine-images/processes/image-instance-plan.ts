import { resourceIdOf, type WritePath } from '#event-sourcing';
import { ratesOf, snapshotsOf, type BlockDeviceMapping } from '../block-device/block-device-mapping';
import { creationMapping } from '../image/creation-mapping';
import { UnknownImage } from '../image/errors';
import { images } from '../image/image';
import { contentWith, type ImageRegistration, type PlannedSnapshot } from '../image/registration';
import { IncorrectInstanceState, UnknownInstance } from '../instance/errors';
import { instances } from '../instance/instance';
import type { ExistingInstance } from '../instance/state';
import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type { VolumeCreatedData } from '../volume/events';
import type { ExistingVolume, VolumeState } from '../volume/state';
import { volumes } from '../volume/volume';

export interface InstanceImageWish {
  readonly kind: 'instance';
  readonly imageId: string;
  readonly region: string;
  readonly name: string;
  readonly description?: string;
  readonly tags: Tags;
  readonly family?: { readonly name: string };
  readonly instanceId: string;
  readonly noReboot: boolean;
  readonly blockDeviceMappings: readonly BlockDeviceMapping[];
}

interface Taken {
  readonly mapping: BlockDeviceMapping;
  readonly planned?: PlannedSnapshot;
}

/**
 * EC2's CreateImage, on the instance as it is at this moment. `seed` is what the ids of the snapshots are derived from.
 * Throws UnknownInstance, IncorrectInstanceState, InvalidBlockDeviceMapping.
 */
export async function plannedFromInstance(
  writePath: WritePath,
  { instanceId, noReboot, blockDeviceMappings, kind, ...wish }: InstanceImageWish,
  by: Principal,
  seed: string,
): Promise<ImageRegistration> {
  const instance = await instanceOf(writePath, instanceId, wish.region, by);
  const { rootDeviceName, imageId: launchedFrom } = instance.launched;
  const { state: image } = await writePath.load(images, launchedFrom);
  if (image.kind === 'unknown') throw new UnknownImage(launchedFrom);
  const taken = await devicesOf(writePath, instance, seed);
  if (!taken.some(({ mapping }) => mapping.deviceName === rootDeviceName && mapping.ebs !== undefined))
    throw new IncorrectInstanceState(
      instanceId,
      instance.lifecycle,
      'become an image without a root volume',
      '/instanceId',
    );
  const mapping = creationMapping(
    rootDeviceName,
    taken.map((device) => device.mapping),
    blockDeviceMappings,
  );
  const named = snapshotsOf(mapping);
  const planned = taken.flatMap((device) => (device.planned === undefined ? [] : [device.planned]));
  return {
    ...wish,
    ownerId: by.account,
    origin: { kind, instanceId },
    content: { ...contentWith(image.created, mapping), rootDeviceName },
    work: {
      snapshots: planned.filter(({ snapshotId }) => named.includes(snapshotId)),
      // What does not run is at rest.
      noReboot: noReboot || instance.lifecycle !== 'running',
    },
  };
}

/** Another account's instance, and another region's, do not exist here. */
async function instanceOf(
  writePath: WritePath,
  instanceId: string,
  region: string,
  by: Principal,
): Promise<ExistingInstance> {
  const { state } = await writePath.load(instances, instanceId);
  if (state.kind === 'unknown') throw new UnknownInstance(instanceId, '/instanceId');
  const { launched, lifecycle } = state;
  if (launched.ownerId !== by.account || launched.region !== region)
    throw new UnknownInstance(instanceId, '/instanceId').asHidden();
  if (lifecycle !== 'running' && lifecycle !== 'stopped')
    throw new IncorrectInstanceState(instanceId, lifecycle, 'become an image', '/instanceId');
  return state;
}

/** What is attached, and the instance stores that it was launched with. */
async function devicesOf(
  writePath: WritePath,
  { launched, devices }: ExistingInstance,
  seed: string,
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for (const [device, { volumeId, deleteOnTermination }] of devices) {
    const { state } = await writePath.load(volumes, volumeId);
    // A device may be reserved for a volume that is not attached, or not attached yet.
    if (!isAttachedTo(state, launched.instanceId, device)) continue;
    const snapshotId = resourceIdOf('snap', seed, taken.length);
    taken.push(takenOf(state.created, snapshotId, { device, deleteOnTermination }));
  }
  const stores = launched.blockDeviceMappings.flatMap((mapping) =>
    'virtualName' in mapping ? [{ mapping }] : [],
  );
  return [...taken, ...stores];
}

const isAttachedTo = (volume: VolumeState, instanceId: string, device: string): volume is ExistingVolume =>
  volume.kind === 'existing' &&
  volume.attachment?.instanceId === instanceId &&
  volume.attachment.device === device;

function takenOf(
  { volumeId, size: volumeSize, volumeType, encrypted, ...rates }: VolumeCreatedData,
  snapshotId: string,
  { device, deleteOnTermination }: { readonly device: string; readonly deleteOnTermination: boolean },
): Taken {
  const ebs = { snapshotId, volumeSize, volumeType, ...ratesOf(rates), encrypted, deleteOnTermination };
  return { mapping: { deviceName: device, ebs }, planned: { snapshotId, volumeId, volumeSize, encrypted } };
}
