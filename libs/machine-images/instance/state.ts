import type { RequestedImage } from '../launch/launch-source';
import { withoutTags, type Tags } from '../tags';
import type {
  DeviceReservation,
  InstanceAdoptedData,
  InstanceEvent,
  InstanceLaunchedData,
  RootVolumeOrigin,
  RootVolumeReplacedData,
  RootVolumeReplacementRequestedData,
} from './events';
import { volumesOf } from './instance-device';

export type InstanceLifecycle = 'pending' | 'running' | 'stopped' | 'terminated';

/** The volume that has a device name of an instance. */
export interface DeviceHolder {
  readonly volumeId: string;
  readonly attachmentId: string;
  readonly since: Date;
  readonly deleteOnTermination: boolean;
}

/** EC2: ReplaceRootVolumeTaskState. */
export type ReplacementState = 'in-progress' | 'succeeded' | 'failed';

export interface RootVolumeReplacement {
  readonly requested: RootVolumeReplacementRequestedData;
  readonly state: ReplacementState;
  readonly startTime: Date;
  readonly completeTime?: Date;
  /** Why it failed. */
  readonly cause?: string;
}

type OfItsLaunch = 'imageRevision' | 'grounds' | 'grantedTo' | 'launchId' | 'index' | 'requested';

/** What an instance was to begin with. What nobody said of an adopted one is empty, or absent. */
export type InstanceBeginning = Omit<InstanceLaunchedData, OfItsLaunch> &
  Partial<Pick<InstanceLaunchedData, OfItsLaunch>>;

export interface ExistingInstance {
  readonly kind: 'existing';
  readonly lifecycle: InstanceLifecycle;
  readonly launched: InstanceBeginning;
  readonly launchTime: Date;
  /** Of an adopted instance: when the ledger came to know of it. */
  readonly adoptionTime?: Date;
  /** When the last change happened or, where it was observed, was seen. */
  readonly changedAt: Date;
  /** What it is to run: what its launch asked for, or a replacement of its root volume since. */
  readonly asked: RequestedImage;
  readonly terminationTime?: Date;
  readonly tags: Tags;
  /** By device name. */
  readonly devices: ReadonlyMap<string, DeviceHolder>;
  /** Every volume that has or had the root device, and where its content came from, if that is known. */
  readonly rootVolumes: ReadonlyMap<string, RootVolumeOrigin | undefined>;
  /** The last one. */
  readonly replacement?: RootVolumeReplacement;
}

export type InstanceState = { readonly kind: 'unknown' } | ExistingInstance;

export const unknownInstance: InstanceState = { kind: 'unknown' };

export function evolve(
  state: InstanceState,
  event: InstanceEvent,
  recordedAt: Date,
  changedAt = recordedAt,
): InstanceState {
  if (event.type === 'InstanceLaunched') return { ...launched(event.data, recordedAt), changedAt };
  if (event.type === 'InstanceAdopted') return { ...adopted(event.data, recordedAt), changedAt };
  return state.kind === 'unknown' ? state : { ...evolveExisting(state, event, recordedAt), changedAt };
}

function evolveExisting(
  instance: ExistingInstance,
  event: Exclude<InstanceEvent, { type: 'InstanceLaunched' | 'InstanceAdopted' }>,
  recordedAt: Date,
): ExistingInstance {
  switch (event.type) {
    case 'InstanceTypeChanged':
      return { ...instance, launched: { ...instance.launched, instanceType: event.data.instanceType } };
    case 'InstanceStarted':
      return { ...instance, lifecycle: 'running' };
    case 'InstanceStopped':
      return { ...instance, lifecycle: 'stopped' };
    case 'InstanceRebooted':
      return instance;
    case 'InstanceTerminated':
      return { ...instance, lifecycle: 'terminated', terminationTime: recordedAt };
    case 'DeviceReserved':
      return reserved(instance, event.data, recordedAt);
    case 'DeviceReleased':
      return { ...instance, devices: without(instance.devices, event.data.device) };
    case 'InstanceTagged':
      return { ...instance, tags: { ...instance.tags, ...event.data.tags } };
    case 'InstanceUntagged':
      return { ...instance, tags: withoutTags(instance.tags, event.data.keys) };
    case 'RootVolumeReplacementRequested':
      return {
        ...instance,
        replacement: { requested: event.data, state: 'in-progress', startTime: recordedAt },
      };
    case 'RootVolumeReplaced':
      return ended(rootReplaced(instance, event.data, recordedAt), event.data, {
        state: 'succeeded',
        completeTime: recordedAt,
      });
    case 'RootVolumeReplacementFailed':
      return ended(instance, event.data, {
        state: 'failed',
        completeTime: recordedAt,
        cause: event.data.cause,
      });
  }
}

/** Another volume may be attached as the root of an instance that has none. */
function reserved(
  instance: ExistingInstance,
  { device, volumeId, attachmentId, deleteOnTermination = false }: DeviceReservation,
  since: Date,
): ExistingInstance {
  const holder = { volumeId, attachmentId, since, deleteOnTermination };
  const devices = new Map([...instance.devices, [device, holder]]);
  const { launched, rootVolumes } = instance;
  if (device !== launched.rootDeviceName || rootVolumes.has(volumeId)) return { ...instance, devices };
  return { ...instance, devices, rootVolumes: new Map([...rootVolumes, [volumeId, undefined]]) };
}

function rootReplaced(
  instance: ExistingInstance,
  { device, volumeId, deleteOnTermination, origin, requested, ...task }: RootVolumeReplacedData,
  since: Date,
): ExistingInstance {
  const holder = { volumeId, attachmentId: task.replaceRootVolumeTaskId, since, deleteOnTermination };
  return {
    ...instance,
    asked: requested ?? instance.asked,
    devices: new Map([...instance.devices, [device, holder]]),
    rootVolumes: new Map([...instance.rootVolumes, [volumeId, origin]]),
  };
}

const ended = (
  instance: ExistingInstance,
  { replaceRootVolumeTaskId }: { readonly replaceRootVolumeTaskId: string },
  end: Pick<RootVolumeReplacement, 'state' | 'completeTime' | 'cause'>,
): ExistingInstance =>
  instance.replacement?.requested.replaceRootVolumeTaskId === replaceRootVolumeTaskId
    ? { ...instance, replacement: { ...instance.replacement, ...end } }
    : instance;

const launched = (data: InstanceLaunchedData, launchTime: Date): ExistingInstance => ({
  kind: 'existing',
  lifecycle: 'pending',
  launched: data,
  launchTime,
  changedAt: launchTime,
  asked: data.requested,
  tags: data.tags,
  devices: new Map(
    volumesOf(data.blockDeviceMappings).map(({ deviceName, ebs: { volumeId, deleteOnTermination } }) => [
      deviceName,
      { volumeId, attachmentId: data.launchId, since: launchTime, deleteOnTermination },
    ]),
  ),
  rootVolumes: new Map(
    volumesOf(data.blockDeviceMappings)
      .filter(({ deviceName }) => deviceName === data.rootDeviceName)
      .map(({ ebs: { volumeId } }) => [volumeId, launchOrigin(data)]),
  ),
});

export const launchOrigin = ({
  imageId,
  imageRevision,
  grounds,
}: InstanceLaunchedData): RootVolumeOrigin => ({
  imageId,
  imageRevision,
  grounds,
});

/** Nobody knows on what ground an adopted instance was launched. */
export const knownOrigin = ({
  imageId,
  imageRevision,
  grounds,
}: InstanceBeginning): RootVolumeOrigin | undefined =>
  imageRevision === undefined || grounds === undefined ? undefined : { imageId, imageRevision, grounds };

const adopted = (data: InstanceAdoptedData, adoptionTime: Date): ExistingInstance => {
  const { state, devices, launchTime, instanceId: attachmentId } = data;
  const launch = beginningOf(data);
  return {
    kind: 'existing',
    lifecycle: state,
    launched: launch,
    launchTime: launchTime === undefined ? adoptionTime : new Date(launchTime),
    adoptionTime,
    changedAt: adoptionTime,
    asked: { imageId: launch.imageId },
    tags: data.tags,
    devices: new Map(
      devices.map(({ deviceName, ...holder }) => [
        deviceName,
        { ...holder, attachmentId, since: adoptionTime },
      ]),
    ),
    rootVolumes: new Map(
      devices
        .filter(({ deviceName }) => deviceName === launch.rootDeviceName)
        .map(({ volumeId }) => [volumeId, undefined]),
    ),
  };
};

export const beginningOf = ({
  state: _state,
  devices: _devices,
  launchTime: _time,
  ...data
}: InstanceAdoptedData): InstanceBeginning => ({
  ...data,
  zone: data.zone ?? '',
  imageId: data.imageId ?? '',
  instanceType: data.instanceType ?? '',
  rootDeviceName: data.rootDeviceName ?? '',
  blockDeviceMappings: [],
});

function without(devices: ExistingInstance['devices'], device: string): ExistingInstance['devices'] {
  return new Map([...devices].filter(([name]) => name !== device));
}
