import { resourceIdOf } from '#event-sourcing';
import { images } from '../image/image';
import { becameAvailable, created, IMAGE, owner, SNAPSHOT, TODAY } from '../image/image.testing';
import type { ImageRegistration } from '../image/registration';
import type { ImageState } from '../image/state';
import { imageWith } from '../launch/launch.testing';
import type { SnapshotEvent } from '../snapshot/events';
import { snapshots } from '../snapshot/snapshot';
import * as ofSnapshot from '../snapshot/snapshot.testing';
import type { MadeSnapshot } from '../snapshot/state';
import type { VolumeState } from '../volume/state';
import { volumes } from '../volume/volume';
import * as ofVolume from '../volume/volume.testing';
import type { InstanceCommand, ReplaceRootVolume } from './commands';
import type { InstanceEvent, RootVolumeReplacementRequestedData } from './events';
import { INSTANCE, ROOT_VOLUME } from './instance.testing';
import type { ReplacementSources } from './replacement-sources';

export const TASK = 'replacevol-0123456789abcdef0';
export const NEW_ROOT = resourceIdOf('vol', TASK);
const device = '/dev/xvda';
const origin = { imageId: IMAGE, imageRevision: 1, grounds: 'owner' } as const;

/** A root volume, as its stream says. */
export const rootVolume = (overrides: Parameters<typeof ofVolume.created>[0] = {}): VolumeState =>
  volumes.decider.evolve(
    volumes.decider.initial,
    ofVolume.created({ volumeId: ROOT_VOLUME, volumeType: 'gp2', ...overrides }),
    new Date(0),
  );

/** A snapshot, by its id. */
export function snapshotWith(
  overrides: Parameters<typeof ofSnapshot.created>[0],
  ...history: readonly SnapshotEvent[]
): ReadonlyMap<string, MadeSnapshot> {
  const { made } = [ofSnapshot.created(overrides), ...history].reduce(
    (state, event) => snapshots.decider.evolve(state, event, new Date(0)),
    snapshots.decider.initial,
  );
  return new Map(made === undefined ? [] : [[made.created.snapshotId, made]]);
}

/** An image that became available as it was registered. */
export const available = (overrides: Partial<ImageRegistration> = {}): ImageState =>
  [created(overrides), becameAvailable].reduce(
    (state, event) => images.decider.evolve(state, event, new Date(0)),
    images.decider.initial,
  );

const unknownFamily = { kind: 'unknown' } as const;

const read = (overrides: Partial<ReplacementSources> = {}): ReplacementSources => ({
  owner,
  family: unknownFamily,
  present: rootVolume(),
  launchedFrom: imageWith(),
  image: imageWith(),
  imageRevision: 1,
  at: TODAY,
  snapshots: new Map(),
  ...overrides,
});

// What happened

export const requested = (overrides: Partial<RootVolumeReplacementRequestedData> = {}): InstanceEvent => ({
  type: 'RootVolumeReplacementRequested',
  data: {
    ...{ instanceId: INSTANCE, replaceRootVolumeTaskId: TASK, device, origin },
    source: { kind: 'launch-state' },
    volume: {
      volumeId: NEW_ROOT,
      ownerId: owner.account,
      region: 'us-east-1',
      zone: 'us-east-1a',
      size: 8,
      volumeType: 'gp2',
      encrypted: false,
      snapshotId: SNAPSHOT,
      tags: {},
      createdFor: { instanceId: INSTANCE, device, replaceRootVolumeTaskId: TASK },
    },
    deleteOnTermination: true,
    replacedVolumeId: ROOT_VOLUME,
    deleteReplacedRootVolume: false,
    ...overrides,
  },
});
const task = { instanceId: INSTANCE, replaceRootVolumeTaskId: TASK };
export const replaced = (overrides: Partial<typeof task> = {}): InstanceEvent => ({
  type: 'RootVolumeReplaced',
  data: {
    ...{ ...task, device, volumeId: NEW_ROOT, deleteOnTermination: true, replacedVolumeId: ROOT_VOLUME },
    origin,
    ...overrides,
  },
});
export const rebootedFor: InstanceEvent = { type: 'InstanceRebooted', data: task };
export const failed = (cause: string, overrides: Partial<typeof task> = {}): InstanceEvent => ({
  type: 'RootVolumeReplacementFailed',
  data: { ...task, volumeId: NEW_ROOT, cause, ...overrides },
});

// What is asked for

export const replaceRoot = (
  {
    read: sources = {},
    ...overrides
  }: Partial<Omit<ReplaceRootVolume, 'read'>> & {
    readonly read?: Partial<ReplacementSources>;
  } = {},
  by = owner,
): InstanceCommand => ({
  type: 'ReplaceRootVolume',
  ...{ ...task, by, source: { kind: 'launch-state' }, deleteReplacedRootVolume: false },
  ...overrides,
  read: read(sources),
});
export const complete = (replaceRootVolumeTaskId = TASK): InstanceCommand => ({
  type: 'CompleteReplacement',
  instanceId: INSTANCE,
  replaceRootVolumeTaskId,
});
export const fail = (cause: string, replaceRootVolumeTaskId = TASK): InstanceCommand => ({
  type: 'FailReplacement',
  instanceId: INSTANCE,
  replaceRootVolumeTaskId,
  cause,
});
