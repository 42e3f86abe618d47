import { refuseOtherPlace, tagEvents, unlessTooEarly } from '../adoption/observed';
import { ratesOf } from '../block-device/block-device-mapping';
import type { AdoptVolume, ObservedAttachment, ObservedVolume } from './commands';
import type { VolumeEvent } from './events';
import type { ExistingVolume, VolumeState } from './state';

/** Throws ObservedOtherwise, ObservedTooEarly. */
export function adopt({ volumeId, observed }: AdoptVolume, state: VolumeState): readonly VolumeEvent[] {
  const { facts } = observed;
  if (state.kind === 'unknown') return adopted(facts);
  refuseOtherPlace(volumeId, state.created, facts);
  return unlessTooEarly(differences(facts, state), volumeId, observed, state.changedAt);
}

function adopted({ attachment, ...data }: ObservedVolume): readonly VolumeEvent[] {
  const { volumeId } = data;
  return [
    { type: 'VolumeAdopted', data },
    ...(attachment === undefined
      ? []
      : [{ type: 'VolumeAttached', data: { volumeId, ...attachment } } as const]),
  ];
}

function differences(facts: ObservedVolume, volume: ExistingVolume): readonly VolumeEvent[] {
  const { volumeId } = facts;
  const tags = tagEvents<VolumeEvent, VolumeEvent>(volume.tags, facts.tags, {
    tagged: (set) => ({ type: 'VolumeTagged', data: { volumeId, tags: set } }),
    untagged: (keys) => ({ type: 'VolumeUntagged', data: { volumeId, keys } }),
  });
  // Nothing that is known to happen brings back what was gone.
  if (volume.lifecycle === 'deleted' && facts.state !== 'deleted') return [...tags, ...adopted(facts)];
  const gone: VolumeEvent = { type: 'VolumeDeleted', data: { volumeId } };
  return [
    ...modifications(facts, volume),
    ...tags,
    ...attachments(facts, volume),
    ...(facts.state === 'deleted' && volume.lifecycle !== 'deleted' ? [gone] : []),
  ];
}

/** What is not on record, or is not told, has not changed: every volume has some rate. */
function modifications(observed: ObservedVolume, { created }: ExistingVolume): readonly VolumeEvent[] {
  const { volumeId, size, volumeType, iops, throughput } = observed;
  const differ = <Value>(one: Value | undefined, other: Value | undefined): boolean =>
    one !== undefined && other !== undefined && one !== other;
  const isModified =
    differ(created.size, size) ||
    differ(created.volumeType, volumeType) ||
    differ(created.iops, iops) ||
    differ(created.throughput, throughput);
  if (!isModified) return [];
  return [{ type: 'VolumeModified', data: { volumeId, size, volumeType, ...ratesOf(observed) } }];
}

function attachments(
  { volumeId, attachment: seen }: ObservedVolume,
  { attachment: now }: ExistingVolume,
): readonly VolumeEvent[] {
  const detached = now === undefined || isSamePlace(now, seen) ? [] : [detachedFrom(volumeId, now)];
  const isThere = isSamePlace(now, seen) && now?.deleteOnTermination === seen?.deleteOnTermination;
  if (seen === undefined || isThere) return detached;
  return [...detached, { type: 'VolumeAttached', data: { volumeId, ...seen } }];
}

type Place = Pick<ObservedAttachment, 'instanceId' | 'device'>;

const isSamePlace = (one: Place | undefined, other: Place | undefined): boolean =>
  one?.instanceId === other?.instanceId && one?.device === other?.device;

const detachedFrom = (volumeId: string, { instanceId, device }: Place): VolumeEvent => ({
  type: 'VolumeDetached',
  data: { volumeId, instanceId, device },
});
