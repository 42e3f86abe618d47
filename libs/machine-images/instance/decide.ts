import type { Principal } from '../principal';
import { wishedTagChanges } from '../tags';
import { adopt } from './adoption';
import type {
  ActOnInstance,
  InstanceChange,
  InstanceCommand,
  RebootForImage,
  RecordLaunch,
  ReleaseDevice,
  ReplaceInstanceTags,
  ReserveDevice,
} from './commands';
import { endedByTermination, finishReplacement, promisedTo, replaceRootVolume } from './replace-root-volume';
import { DeviceInUse, IncorrectInstanceState, UnknownInstance } from './errors';
import type { DeviceReservation, InstanceEvent } from './events';
import type { ExistingInstance, InstanceLifecycle, InstanceState } from './state';

/** An instance exists to its owner and to administrators. */
export function admit(command: InstanceCommand, state: InstanceState): void {
  if (isWish(command)) existing(command, state);
}

export function decide(command: InstanceCommand, state: InstanceState): readonly InstanceEvent[] {
  if (isWish(command)) return change(command, existing(command, state));
  switch (command.type) {
    case 'RecordLaunch':
      return recordLaunch(command, state);
    case 'AdoptInstance':
      return adopt(command, state);
    case 'ReleaseDevice':
      return releaseDevice(command, state);
    case 'RebootForImage':
      return rebootForImage(command, state);
    case 'CompleteReplacement':
    case 'FailReplacement':
      return finishReplacement(command, state);
  }
}

/** Somebody asks for it. The rest carries out what was decided, and asks nobody. */
const isWish = (command: InstanceCommand): command is InstanceChange => 'by' in command;

function existing({ instanceId, by }: InstanceChange, state: InstanceState): ExistingInstance {
  if (state.kind === 'unknown') throw new UnknownInstance(instanceId);
  if (!mayTouch(state, by)) throw new UnknownInstance(instanceId).asHidden();
  return state;
}

export const mayTouch = ({ launched }: ExistingInstance, { account, administrator }: Principal): boolean =>
  administrator || launched.ownerId === account;

/** Its volumes are attached by then, so that it runs at once. */
const recordLaunch = ({ launched }: RecordLaunch, state: InstanceState): readonly InstanceEvent[] =>
  state.kind === 'existing'
    ? []
    : [
        { type: 'InstanceLaunched', data: launched },
        { type: 'InstanceStarted', data: { instanceId: launched.instanceId } },
      ];

function change(command: InstanceChange, instance: ExistingInstance): readonly InstanceEvent[] {
  switch (command.type) {
    case 'StartInstance':
    case 'StopInstance':
    case 'RebootInstance':
    case 'TerminateInstance':
      return act(command, instance);
    case 'ReplaceInstanceTags':
      return replaceTags(command, instance);
    case 'ReserveDevice':
      return reserveDevice(command, instance);
    case 'ReplaceRootVolume':
      return replaceRootVolume(command, instance);
  }
}

interface Action {
  readonly wish: string;
  readonly event: 'InstanceStarted' | 'InstanceStopped' | 'InstanceRebooted' | 'InstanceTerminated';
  readonly from: readonly InstanceLifecycle[];
  /** Already true in this state. A reboot never is: the key of the request tells a repetition from another wish. */
  readonly done?: InstanceLifecycle;
}

const ACTIONS: Readonly<Record<ActOnInstance['type'], Action>> = {
  StartInstance: { wish: 'be started', event: 'InstanceStarted', from: ['stopped'], done: 'running' },
  StopInstance: { wish: 'be stopped', event: 'InstanceStopped', from: ['running'], done: 'stopped' },
  RebootInstance: { wish: 'be rebooted', event: 'InstanceRebooted', from: ['running'] },
  TerminateInstance: {
    wish: 'be terminated',
    event: 'InstanceTerminated',
    from: ['pending', 'running', 'stopped'],
    done: 'terminated',
  },
};

function act({ type, instanceId }: ActOnInstance, instance: ExistingInstance): readonly InstanceEvent[] {
  const { wish, event, from, done } = ACTIONS[type];
  const { lifecycle } = instance;
  if (lifecycle === done) return [];
  if (!from.includes(lifecycle)) throw new IncorrectInstanceState(instanceId, lifecycle, wish);
  const acted: InstanceEvent = { type: event, data: { instanceId } };
  return type === 'TerminateInstance' ? [acted, ...endedByTermination(instance)] : [acted];
}

const rebootForImage = (
  { instanceId, imageId }: RebootForImage,
  state: InstanceState,
): readonly InstanceEvent[] =>
  state.kind === 'existing' && state.lifecycle === 'running'
    ? [{ type: 'InstanceRebooted', data: { instanceId, cause: { imageId } } }]
    : [];

function replaceTags(
  { instanceId, tags }: ReplaceInstanceTags,
  instance: ExistingInstance,
): readonly InstanceEvent[] {
  if (instance.lifecycle === 'terminated') {
    throw new IncorrectInstanceState(instanceId, instance.lifecycle, 'be tagged');
  }
  const { set, removed } = wishedTagChanges(instance.tags, tags, '');
  const tagged = { type: 'InstanceTagged', data: { instanceId, tags: set } } as const;
  const untagged = { type: 'InstanceUntagged', data: { instanceId, keys: removed } } as const;
  return [...(Object.keys(set).length > 0 ? [tagged] : []), ...(removed.length > 0 ? [untagged] : [])];
}

function reserveDevice(
  { instanceId, reservation }: ReserveDevice,
  instance: ExistingInstance,
): readonly InstanceEvent[] {
  const { lifecycle } = instance;
  if (lifecycle !== 'running' && lifecycle !== 'stopped') {
    throw new IncorrectInstanceState(instanceId, lifecycle, 'take a volume', '/instanceId');
  }
  if (holds(instance, reservation)) return [];
  const taken = behindDevice(instance, reservation.device) ?? promisedTo(instance, reservation.device);
  if (taken !== undefined) throw new DeviceInUse(reservation.device, taken);
  return [{ type: 'DeviceReserved', data: reservation }];
}

/** Whether this very attempt has the device. */
function holds({ devices }: ExistingInstance, reservation: DeviceReservation): boolean {
  const holder = devices.get(reservation.device);
  return holder?.attachmentId === reservation.attachmentId && holder.volumeId === reservation.volumeId;
}

/** The volume that has the device, or its instance store. */
function behindDevice({ devices, launched }: ExistingInstance, device: string): string | undefined {
  const mapping = launched.blockDeviceMappings.find(({ deviceName }) => deviceName === device);
  const store = mapping !== undefined && 'virtualName' in mapping ? mapping.virtualName : undefined;
  return devices.get(device)?.volumeId ?? store;
}

function releaseDevice({ reservation }: ReleaseDevice, state: InstanceState): readonly InstanceEvent[] {
  return state.kind === 'existing' && holds(state, reservation)
    ? [{ type: 'DeviceReleased', data: reservation }]
    : [];
}
