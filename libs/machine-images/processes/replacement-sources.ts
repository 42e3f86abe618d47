import type { WritePath } from '#event-sourcing';
import { snapshotsOf } from '../block-device/block-device-mapping';
import { images } from '../image/image';
import { standingOf } from '../image/standing';
import { unknownImage } from '../image/state';
import type { ReplaceRootVolume } from '../instance/commands';
import { instances } from '../instance/instance';
import { launchedSnapshot } from '../instance/new-root-volume';
import type { ReplacementSources } from '../instance/replacement-sources';
import { snapshots } from '../snapshot/snapshot';
import type { MadeSnapshot } from '../snapshot/state';
import { unknownVolume } from '../volume/state';
import { volumes } from '../volume/volume';

/** Everything that a replacement is decided on and appends nothing to, read now. */
export async function readSources(
  writePath: WritePath,
  { instanceId, source }: Pick<ReplaceRootVolume, 'instanceId' | 'source'>,
  at: Date,
): Promise<ReplacementSources> {
  const image =
    source.kind === 'image'
      ? await writePath.load(images, source.imageId)
      : { state: unknownImage, revision: 0 };
  const { state: instance } = await writePath.load(instances, instanceId);
  const wanted = new Set<string | undefined>();
  if (source.kind === 'snapshot') wanted.add(source.snapshotId);
  if (image.state.kind !== 'unknown')
    snapshotsOf(image.state.created.blockDeviceMappings).forEach((id) => wanted.add(id));
  const read = { image: image.state, imageRevision: image.revision, at };
  if (instance.kind === 'unknown') {
    const owner = { account: '' };
    return { ...read, owner, present: unknownVolume, launchedFrom: unknownImage, snapshots: new Map() };
  }
  const { launched, devices } = instance;
  wanted.add(launchedSnapshot(launched));
  const root = devices.get(launched.rootDeviceName);
  return {
    ...read,
    owner: await standingOf(launched.ownerId, image.state, at, writePath.look),
    present: root === undefined ? unknownVolume : (await writePath.load(volumes, root.volumeId)).state,
    launchedFrom: (await writePath.load(images, launched.imageId)).state,
    snapshots: await madeOf(writePath, [...wanted]),
  };
}

async function madeOf(
  writePath: WritePath,
  snapshotIds: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, MadeSnapshot>> {
  const made = new Map<string, MadeSnapshot>();
  for (const snapshotId of snapshotIds) {
    if (snapshotId === undefined) continue;
    const { state } = await writePath.load(snapshots, snapshotId);
    if (state.made !== undefined) made.set(snapshotId, state.made);
  }
  return made;
}
