import { refuseOtherPlace, tagEvents, unlessTooEarly } from '../adoption/observed';
import type { AdoptInstance, ObservedInstance } from './commands';
import type { AdoptedDevice, InstanceAdoptedData, InstanceEvent } from './events';
import { endedByTermination } from './replace-root-volume';
import type { ExistingInstance, InstanceState } from './state';

/** Throws ObservedOtherwise, ObservedTooEarly. */
export function adopt(
  { instanceId, observed, adoptionId }: AdoptInstance,
  state: InstanceState,
): readonly InstanceEvent[] {
  const { facts } = observed;
  if (state.kind === 'unknown') return [adopted(facts)];
  refuseOtherPlace(instanceId, state.launched, facts);
  return unlessTooEarly(differences(facts, state, adoptionId), instanceId, observed, state.changedAt);
}

/** One of which nobody says whether it runs yet is taken for one that does not. */
const adopted = ({ state = 'pending', devices = [], ...facts }: ObservedInstance): InstanceEvent => ({
  type: 'InstanceAdopted',
  data: { ...facts, state, devices } satisfies InstanceAdoptedData,
});

function differences(
  facts: ObservedInstance,
  instance: ExistingInstance,
  adoptionId: string,
): readonly InstanceEvent[] {
  const { instanceId, state, instanceType } = facts;
  const tags = tagEvents<InstanceEvent, InstanceEvent>(instance.tags, facts.tags, {
    tagged: (set) => ({ type: 'InstanceTagged', data: { instanceId, tags: set } }),
    untagged: (keys) => ({ type: 'InstanceUntagged', data: { instanceId, keys } }),
  });
  // Nothing that is known to happen brings back what was gone.
  if (instance.lifecycle === 'terminated' && state !== undefined && state !== 'terminated')
    return [...tags, adopted(facts)];
  const isOtherType = instanceType !== undefined && instanceType !== instance.launched.instanceType;
  return [
    ...(isOtherType ? [{ type: 'InstanceTypeChanged', data: { instanceId, instanceType } } as const] : []),
    ...tags,
    ...deviceEvents(facts, instance, adoptionId),
    ...lifecycleEvents(facts, instance),
  ];
}

/** What is being started will run; that it is not there yet is no change. */
function lifecycleEvents(
  { instanceId, state }: ObservedInstance,
  instance: ExistingInstance,
): readonly InstanceEvent[] {
  const { lifecycle } = instance;
  if (state === undefined || state === lifecycle) return [];
  switch (state) {
    case 'pending':
      return lifecycle === 'stopped' ? [{ type: 'InstanceStarted', data: { instanceId } }] : [];
    case 'running':
      return [{ type: 'InstanceStarted', data: { instanceId } }];
    case 'stopped':
      return [{ type: 'InstanceStopped', data: { instanceId } }];
    case 'terminated':
      return [{ type: 'InstanceTerminated', data: { instanceId } }, ...endedByTermination(instance)];
  }
}

/** What becomes of the volumes of one that is gone follows from that. */
function deviceEvents(
  { instanceId, devices: seen, state }: ObservedInstance,
  { devices, lifecycle }: ExistingInstance,
  attachmentId: string,
): readonly InstanceEvent[] {
  if (seen === undefined || state === 'terminated' || lifecycle === 'terminated') return [];
  const names = new Set(seen.map(({ deviceName }) => deviceName));
  const gone = [...devices].filter(([device]) => !names.has(device));
  const isThere = ({ deviceName, volumeId, deleteOnTermination }: AdoptedDevice): boolean => {
    const holder = devices.get(deviceName);
    return holder?.volumeId === volumeId && holder.deleteOnTermination === deleteOnTermination;
  };
  return [
    ...gone.map(([device, { volumeId, attachmentId: attempt }]) => {
      const data = { instanceId, device, volumeId, attachmentId: attempt };
      return { type: 'DeviceReleased', data } as const;
    }),
    ...seen
      .filter((device) => !isThere(device))
      .map(({ deviceName: device, volumeId, deleteOnTermination }) => {
        const data = { instanceId, device, volumeId, attachmentId, deleteOnTermination };
        return { type: 'DeviceReserved', data } as const;
      }),
  ];
}
