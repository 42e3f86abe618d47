import type { WritePath } from '#event-sourcing';
import { snapshotsOf } from '../block-device/block-device-mapping';
import { families } from '../family/family';
import { unknownFamily, type FamilyState } from '../family/state';
import { images } from '../image/image';
import { standingOf } from '../image/standing';
import { unknownImage } from '../image/state';
import type { ReplaceRootVolume } from '../instance/commands';
import type { InstanceEvent } from '../instance/events';
import { instances } from '../instance/instance';
import { launchedSnapshot } from '../instance/new-root-volume';
import type { ReplacementSources } from '../instance/replacement-sources';
import { settleWish, type RootVolumeWish } from '../instance/root-volume-wish';
import type { InstanceState } from '../instance/state';
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
  const { state: instance } = await writePath.load(instances, instanceId);
  const family = 'family' in source ? await writePath.look(families, source.family) : unknownFamily;
  const imageId = imageOf(source, family, instance);
  const image =
    imageId === undefined ? { state: unknownImage, revision: 0 } : await writePath.load(images, imageId);
  const wanted = new Set<string | undefined>();
  if (source.kind === 'snapshot') wanted.add(source.snapshotId);
  if (image.state.kind !== 'unknown')
    snapshotsOf(image.state.created.blockDeviceMappings).forEach((id) => wanted.add(id));
  const read = { family, image: image.state, imageRevision: image.revision, at };
  if (instance.kind === 'unknown') {
    const owner = { account: '' };
    return { ...read, owner, present: unknownVolume, launchedFrom: unknownImage, snapshots: new Map() };
  }
  const { launched, devices } = instance;
  const root = devices.get(launched.rootDeviceName);
  const { state: present } =
    root === undefined ? { state: unknownVolume } : await writePath.load(volumes, root.volumeId);
  wanted.add(launchedSnapshot(launched));
  // What an adopted instance was launched from, nobody else says.
  if (present.kind !== 'unknown') wanted.add(present.created.snapshotId);
  return {
    ...read,
    owner: await standingOf(launched.ownerId, image.state, at, writePath.look),
    present,
    launchedFrom: (await writePath.load(images, launched.imageId)).state,
    snapshots: await madeOf(writePath, [...wanted]),
  };
}

/** What the instance was does not change any more, so it may be looked at before the decision. */
export async function withUndone<Wish extends Pick<ReplaceRootVolume, 'instanceId' | 'source'>>(
  writePath: WritePath,
  wish: Wish,
): Promise<Wish> {
  const { instanceId, source } = wish;
  if (source.kind !== 'undo') return wish;
  const { kind, correlationId } = source;
  const found = await writePath.loadBefore(instances, instanceId, correlationId, isReplacement);
  if (found?.event.type !== 'RootVolumeReplacementRequested' || found.before.state.kind === 'unknown')
    return { ...wish, source: { kind, correlationId } };
  const undone = { requested: found.event.data, before: found.before.state };
  return { ...wish, source: { kind, correlationId, undone } };
}

const isReplacement = ({ type }: InstanceEvent): boolean => type === 'RootVolumeReplacementRequested';

/** Where the wish leads to none, the decision says so. */
function imageOf(source: RootVolumeWish, family: FamilyState, instance: InstanceState): string | undefined {
  if (instance.kind === 'unknown') return undefined;
  try {
    const settled = settleWish(source, family, instance);
    return settled.source.kind === 'image' ? settled.source.imageId : undefined;
  } catch {
    return undefined;
  }
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
