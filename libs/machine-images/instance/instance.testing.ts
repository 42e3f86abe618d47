import { givenFor } from '../../../test/support/given';
import { IMAGE, owner, SNAPSHOT } from '../image/image.testing';
import type { Tags } from '../tags';
import type { ActOnInstance, InstanceCommand } from './commands';
import type { DeviceReservation, InstanceEvent, InstanceLaunchedData } from './events';
import { instances } from './instance';

export const INSTANCE = 'i-0123456789abcdef0';
export const [ROOT_VOLUME, DATA_VOLUME, OTHER_VOLUME] = [0, 1, 2].map(
  (n) => `vol-${String(n).padStart(17, '0')}`,
) as [string, string, string];

export const launch = (overrides: Partial<InstanceLaunchedData> = {}): InstanceLaunchedData => ({
  instanceId: INSTANCE,
  ownerId: owner.account,
  region: 'us-east-1',
  zone: 'us-east-1a',
  imageId: IMAGE,
  imageRevision: 1,
  instanceType: 'm7g.large',
  grounds: 'owner',
  launchId: 'r-0123456789abcdef0',
  index: 0,
  rootDeviceName: '/dev/xvda',
  blockDeviceMappings: [
    {
      deviceName: '/dev/xvda',
      ebs: {
        snapshotId: SNAPSHOT,
        volumeSize: 8,
        volumeType: 'gp2',
        encrypted: false,
        volumeId: ROOT_VOLUME,
        deleteOnTermination: true,
      },
    },
    { deviceName: '/dev/sdc', virtualName: 'ephemeral0' },
  ],
  tags: {},
  requested: { imageId: IMAGE },
  ...overrides,
});

// What happened

export const launched = (overrides: Partial<InstanceLaunchedData> = {}): InstanceEvent => ({
  type: 'InstanceLaunched',
  data: launch(overrides),
});
const data = { instanceId: INSTANCE };
export const started: InstanceEvent = { type: 'InstanceStarted', data };
export const stopped: InstanceEvent = { type: 'InstanceStopped', data };
export const rebooted: InstanceEvent = { type: 'InstanceRebooted', data };
export const rebootedFor = (imageId: string): InstanceEvent => ({
  type: 'InstanceRebooted',
  data: { ...data, cause: { imageId } },
});
export const terminated: InstanceEvent = { type: 'InstanceTerminated', data };
export const reservation = (overrides: Partial<DeviceReservation> = {}): DeviceReservation => ({
  instanceId: INSTANCE,
  device: '/dev/sdf',
  volumeId: DATA_VOLUME,
  attachmentId: 'a1',
  ...overrides,
});
export const reserved = (overrides: Partial<DeviceReservation> = {}): InstanceEvent => ({
  type: 'DeviceReserved',
  data: reservation(overrides),
});
export const released = (overrides: Partial<DeviceReservation> = {}): InstanceEvent => ({
  type: 'DeviceReleased',
  data: reservation(overrides),
});
export const tagged = (tags: Tags): InstanceEvent => ({
  type: 'InstanceTagged',
  data: { instanceId: INSTANCE, tags },
});
export const untagged = (...keys: readonly string[]): InstanceEvent => ({
  type: 'InstanceUntagged',
  data: { instanceId: INSTANCE, keys },
});

// What is asked for

export const recordLaunch = (overrides: Partial<InstanceLaunchedData> = {}): InstanceCommand => ({
  type: 'RecordLaunch',
  launched: launch(overrides),
});
const acting =
  (type: ActOnInstance['type']) =>
  (by = owner): InstanceCommand => ({ type, instanceId: INSTANCE, by });
export const start = acting('StartInstance');
export const stop = acting('StopInstance');
export const reboot = acting('RebootInstance');
export const rebootFor = (imageId: string): InstanceCommand => ({
  type: 'RebootForImage',
  instanceId: INSTANCE,
  imageId,
});
export const terminate = acting('TerminateInstance');
export const replaceTags = (tags: Tags, by = owner): InstanceCommand => ({
  type: 'ReplaceInstanceTags',
  instanceId: INSTANCE,
  by,
  tags,
});
export const reserve = (overrides: Partial<DeviceReservation> = {}, by = owner): InstanceCommand => ({
  type: 'ReserveDevice',
  instanceId: INSTANCE,
  by,
  reservation: reservation(overrides),
});
export const release = (overrides: Partial<DeviceReservation> = {}): InstanceCommand => ({
  type: 'ReleaseDevice',
  reservation: reservation(overrides),
});

export const given = givenFor(instances.decider);
export const givenRunning = (...history: readonly InstanceEvent[]): ReturnType<typeof given> =>
  given(launched(), started, ...history);
