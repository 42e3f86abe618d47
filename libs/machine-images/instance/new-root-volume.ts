import { DomainError } from '#event-sourcing';
import { ratesOf } from '../block-device/block-device-mapping';
import { launchGround } from '../image/access';
import { ImageHasLostSnapshots, UnknownImage } from '../image/errors';
import type { ExistingImage, ImageState } from '../image/state';
import { launchMapping, type KnownSnapshot } from '../launch/launch-mapping';
import { refuseFamilyOfOthers } from '../launch/request-launch';
import { UnknownSnapshot } from '../snapshot/errors';
import { checkSource, refuseUnlessCompleted } from '../snapshot/source';
import type { MadeSnapshot } from '../snapshot/state';
import type { VolumeCreatedData } from '../volume/events';
import type { ReplaceRootVolume } from './commands';
import {
  IncompatibleImage,
  IncorrectInstanceState,
  RootVolumeTooSmall,
  SnapshotOfAnotherLineage,
} from './errors';
import type { RootVolumeOrigin } from './events';
import { volumesOf } from './instance-device';
import type { ReplacementSources } from './replacement-sources';
import { settleWish, type RootVolumeWish, type SettledWish } from './root-volume-wish';
import { knownOrigin, type ExistingInstance, type InstanceBeginning } from './state';

type Content = Pick<
  VolumeCreatedData,
  'size' | 'volumeType' | 'iops' | 'throughput' | 'encrypted' | 'snapshotId'
>;

interface Made {
  readonly content: Content;
  readonly origin: RootVolumeOrigin | undefined;
}
type NewRootVolume = Made & SettledWish;

/**
 * What the new root volume is made from. Of an image, it is as the image maps it; of a snapshot, it is like the present
 * one. Throws what `settleWish` throws; what keeps the account from launching the image or from using the snapshot;
 * ImageHasLostSnapshots, IncompatibleImage, RootVolumeTooSmall; SnapshotOfAnotherLineage.
 */
export function newRootVolume(
  command: ReplaceRootVolume,
  instance: ExistingInstance,
  present: VolumeCreatedData,
): NewRootVolume {
  try {
    const wish = settleWish(command.source, command.read.family, instance);
    return { ...wish, ...make(wish, command, instance, present) };
  } catch (error) {
    throw error instanceof DomainError ? placed(error as DomainError, command.source) : error;
  }
}

/** Where no image was named, it is not what is to blame. */
function placed(error: DomainError, { kind }: RootVolumeWish): DomainError {
  if (error.pointer !== undefined && error.pointer !== '/imageId') return error;
  if (kind === 'undo') return error.placedAt('/undo');
  return kind === 'channel' || kind === 'version' ? error.placedAt('/family') : error;
}

function make(
  { source, requested }: SettledWish,
  { read, by }: ReplaceRootVolume,
  instance: ExistingInstance,
  present: VolumeCreatedData,
): Made {
  const { launched } = instance;
  switch (source.kind) {
    case 'launch-state':
      return fromLaunch(instance, read, present);
    case 'snapshot': {
      const { snapshotId } = source;
      const made = read.snapshots.get(snapshotId);
      if (made !== undefined) checkSource(made, launched.region, { ...by, account: launched.ownerId });
      const origin = lineageOf(snapshotId, made?.created.volumeId, instance);
      return { content: like(present, snapshotId, made?.created), ...origin };
    }
    case 'image':
      if (requested !== undefined)
        refuseFamilyOfOthers({ ...read, requested, region: launched.region, by: read.owner });
      return fromImage(source.imageId, read, launched, present);
  }
}

function fromLaunch(
  instance: ExistingInstance,
  { snapshots }: ReplacementSources,
  present: VolumeCreatedData,
): Made {
  const { launched } = instance;
  const snapshotId = launchedSnapshot(launched) ?? adoptedSnapshot(instance, present);
  const made = snapshotId === undefined ? undefined : snapshots.get(snapshotId);
  if (made !== undefined) refuseUnlessCompleted(made);
  return { content: like(present, snapshotId, made?.created), origin: knownOrigin(launched) };
}

/** What an adopted instance was launched with is what it has, as long as nobody replaced it. */
function adoptedSnapshot(
  { launched, adoptionTime, rootVolumes }: ExistingInstance,
  { snapshotId }: VolumeCreatedData,
): string | undefined {
  if (adoptionTime === undefined) return undefined;
  if (snapshotId === undefined || rootVolumes.size > 1)
    throw new IncorrectInstanceState(launched.instanceId, 'adopted', 'go back to a launch that nobody saw');
  return snapshotId;
}

/** No smaller than what it is made from, and nothing that was encrypted becomes readable. */
function like(
  { size, volumeType, encrypted, ...rates }: VolumeCreatedData,
  snapshotId: string | undefined,
  known: KnownSnapshot = { volumeSize: 0, encrypted: false },
): Content {
  return {
    size: Math.max(size, known.volumeSize),
    volumeType,
    encrypted: encrypted || known.encrypted,
    ...ratesOf(rates),
    ...(snapshotId === undefined ? {} : { snapshotId }),
  };
}

/** Made of a volume that is or was the root of this instance, or what its first one was made from. */
function lineageOf(
  snapshotId: string,
  volumeId: string | undefined,
  { launched, rootVolumes }: ExistingInstance,
): Pick<Made, 'origin'> {
  if (snapshotId === launchedSnapshot(launched)) return { origin: knownOrigin(launched) };
  if (volumeId === undefined) throw new UnknownSnapshot(snapshotId, '/snapshotId');
  if (!rootVolumes.has(volumeId)) throw new SnapshotOfAnotherLineage(snapshotId, launched.instanceId);
  return { origin: rootVolumes.get(volumeId) };
}

function fromImage(
  imageId: string,
  { image, imageRevision, launchedFrom, snapshots, owner, at }: ReplacementSources,
  { region }: InstanceBeginning,
  present: VolumeCreatedData,
): Made {
  const ground = launchGround(image, imageId, owner, at);
  if (image.kind === 'unknown') throw new UnknownImage(imageId);
  // Another region's image does not exist here.
  if (image.created.region !== region) throw new UnknownImage(imageId).asHidden();
  refuseUnlessFitting(image, launchedFrom);
  const { rootDeviceName } = image.created;
  const known = new Map([...snapshots].map(([id, { created }]) => [id, created]));
  const root = volumesOf(launchMapping(image.created, [], known)).find(
    ({ deviceName }) => deviceName === rootDeviceName,
  );
  if (root === undefined) throw new IncompatibleImage(imageId, 'it has no root volume');
  refuseLost(imageId, snapshots.get(root.ebs.snapshotId ?? ''));
  const { volumeSize: size, deleteOnTermination: _, kmsKeyId: _key, ...volume } = root.ebs;
  if (size < present.size) throw new RootVolumeTooSmall(imageId, size, present.size);
  return { content: { ...volume, size }, origin: { imageId, imageRevision, ...ground } };
}

function refuseLost(imageId: string, made: MadeSnapshot | undefined): void {
  if (made?.lifecycle === 'deleted' || made?.lifecycle === 'failed')
    throw new ImageHasLostSnapshots(imageId, [made.created.snapshotId], '/imageId');
}

function refuseUnlessFitting({ created }: ExistingImage, launchedFrom: ImageState): void {
  if (launchedFrom.kind === 'unknown') return;
  for (const field of ['architecture', 'virtualizationType'] as const) {
    const [is, wanted] = [created[field], launchedFrom.created[field]];
    if (is !== wanted) throw new IncompatibleImage(created.imageId, `it is ${is}, the instance ${wanted}`);
  }
}

/** What the root volume that it was launched with was made from. */
export const launchedSnapshot = ({
  rootDeviceName,
  blockDeviceMappings,
}: InstanceBeginning): string | undefined =>
  volumesOf(blockDeviceMappings).find(({ deviceName }) => deviceName === rootDeviceName)?.ebs.snapshotId;
