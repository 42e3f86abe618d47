import { resourceIdOf } from '#event-sourcing';
import { checkVolume } from '../volume/decide';
import type { VolumeCreatedData } from '../volume/events';
import type { FinishReplacement, ReplaceRootVolume } from './commands';
import { IncorrectInstanceState, RootVolumeReplacementInProgress } from './errors';
import type { InstanceEvent, RootVolumeReplacementRequestedData } from './events';
import { newRootVolume } from './new-root-volume';
import type { ExistingInstance, InstanceState, RootVolumeReplacement } from './state';

/** Throws what keeps the root volume from being replaced, and what `newRootVolume` throws. */
export function replaceRootVolume(
  command: ReplaceRootVolume,
  instance: ExistingInstance,
): readonly InstanceEvent[] {
  const { instanceId, replaceRootVolumeTaskId, deleteReplacedRootVolume } = command;
  if (instance.replacement?.requested.replaceRootVolumeTaskId === replaceRootVolumeTaskId) return [];
  const { rootDeviceName: device, ownerId, region, zone } = instance.launched;
  const { present, deleteOnTermination } = replaceable(command, instance);
  const { origin, content, ...wish } = newRootVolume(command, instance, present);
  const volumeId = resourceIdOf('vol', replaceRootVolumeTaskId);
  const createdFor = { instanceId, device, replaceRootVolumeTaskId };
  const volume = { ...content, volumeId, ownerId, region, zone, tags: {}, createdFor };
  checkVolume(volume);
  return [
    {
      type: 'RootVolumeReplacementRequested',
      data: {
        ...{ instanceId, replaceRootVolumeTaskId, device, volume, deleteReplacedRootVolume, ...wish },
        ...(origin === undefined ? {} : { origin }),
        deleteOnTermination,
        replacedVolumeId: present.volumeId,
      },
    },
  ];
}

interface Replaceable {
  readonly present: VolumeCreatedData;
  readonly deleteOnTermination: boolean;
}

/** The root volume of what runs and gets no other one yet. */
function replaceable({ instanceId, read }: ReplaceRootVolume, instance: ExistingInstance): Replaceable {
  const { launched, lifecycle, devices } = instance;
  if (lifecycle !== 'running') {
    throw new IncorrectInstanceState(instanceId, lifecycle, 'have its root volume replaced');
  }
  if (inProgress(instance) !== undefined) throw new RootVolumeReplacementInProgress(instanceId);
  const holder = devices.get(launched.rootDeviceName);
  if (holder === undefined)
    throw new IncorrectInstanceState(instanceId, 'without a root volume', 'replace it');
  const { present } = read;
  // Another replacement came in between what was read and this decision.
  if (present.kind === 'unknown' || present.created.volumeId !== holder.volumeId) {
    throw new RootVolumeReplacementInProgress(instanceId);
  }
  return { present: present.created, deleteOnTermination: holder.deleteOnTermination };
}

/** What comes to its end first ends it: the provider's answer, or the instance. */
export function finishReplacement(
  command: FinishReplacement,
  state: InstanceState,
): readonly InstanceEvent[] {
  if (state.kind === 'unknown') return [];
  const requested = inProgress(state)?.requested;
  if (requested?.replaceRootVolumeTaskId !== command.replaceRootVolumeTaskId) return [];
  if (command.type === 'FailReplacement') return [failed(requested, command.cause)];
  const replaced = replacedBy(requested);
  const { instanceId, replaceRootVolumeTaskId } = requested;
  // One that was stopped meanwhile comes up with its new root when it is started.
  return state.lifecycle === 'running'
    ? [replaced, { type: 'InstanceRebooted', data: { instanceId, replaceRootVolumeTaskId } }]
    : [replaced];
}

function replacedBy(data: RootVolumeReplacementRequestedData): InstanceEvent {
  const { instanceId, replaceRootVolumeTaskId, device, deleteOnTermination, replacedVolumeId } = data;
  const { volume, origin, requested } = data;
  return {
    type: 'RootVolumeReplaced',
    data: {
      ...{ instanceId, replaceRootVolumeTaskId, device, deleteOnTermination, replacedVolumeId },
      volumeId: volume.volumeId,
      ...(origin === undefined ? {} : { origin }),
      ...(requested === undefined ? {} : { requested }),
    },
  };
}

export function endedByTermination(instance: ExistingInstance): readonly InstanceEvent[] {
  const requested = inProgress(instance)?.requested;
  return requested === undefined ? [] : [failed(requested, 'the instance was terminated')];
}

/** The new root volume: nobody else gets the root device while it is on its way. */
export const promisedTo = (instance: ExistingInstance, device: string): string | undefined => {
  const requested = inProgress(instance)?.requested;
  return requested?.device === device ? requested.volume.volumeId : undefined;
};

export const inProgress = ({ replacement }: ExistingInstance): RootVolumeReplacement | undefined =>
  replacement?.state === 'in-progress' ? replacement : undefined;

const failed = (
  { instanceId, replaceRootVolumeTaskId, volume: { volumeId } }: RootVolumeReplacement['requested'],
  cause: string,
): InstanceEvent => ({
  type: 'RootVolumeReplacementFailed',
  data: { instanceId, replaceRootVolumeTaskId, volumeId, cause },
});
