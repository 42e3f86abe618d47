import { withoutTags, type Tags } from '../tags';
import type { EventOf } from '#event-sourcing';
import type { VolumeAdoptedData, VolumeCreatedData, VolumeEvent, volumeModified } from './events';

export type VolumeLifecycle = 'available' | 'in-use' | 'deleted';

export interface VolumeAttachment {
  readonly instanceId: string;
  readonly device: string;
  readonly deleteOnTermination: boolean;
  readonly attachTime: Date;
}

export interface ExistingVolume {
  readonly kind: 'existing';
  readonly lifecycle: VolumeLifecycle;
  readonly created: VolumeCreatedData;
  readonly createTime: Date;
  /** When the last change happened or, where it was observed, was seen. */
  readonly changedAt: Date;
  readonly deletionTime?: Date;
  readonly cause?: string;
  readonly tags: Tags;
  readonly attachment?: VolumeAttachment;
  /** The instance and device that it was made for, until it is attached: nobody else gets it. */
  readonly reservedFor?: NonNullable<VolumeCreatedData['createdFor']>;
}

export type VolumeState = { readonly kind: 'unknown' } | ExistingVolume;

export const unknownVolume: VolumeState = { kind: 'unknown' };

export function evolve(
  state: VolumeState,
  event: VolumeEvent,
  recordedAt: Date,
  changedAt = recordedAt,
): VolumeState {
  if (event.type === 'VolumeCreated') return { ...created(event.data, recordedAt), changedAt };
  if (event.type === 'VolumeAdopted') return { ...adopted(event.data, recordedAt), changedAt };
  return state.kind === 'unknown' ? state : { ...evolveExisting(state, event, recordedAt), changedAt };
}

const adopted = (
  { state, createTime, zone = '', ...data }: VolumeAdoptedData,
  adoptionTime: Date,
): ExistingVolume => ({
  ...created({ ...data, zone }, createTime === undefined ? adoptionTime : new Date(createTime)),
  lifecycle: state,
});

const created = (data: VolumeCreatedData, createTime: Date): ExistingVolume => ({
  kind: 'existing',
  lifecycle: 'available',
  created: data,
  createTime,
  changedAt: createTime,
  tags: data.tags,
  ...(data.createdFor?.replaceRootVolumeTaskId === undefined ? {} : { reservedFor: data.createdFor }),
});

function evolveExisting(
  volume: ExistingVolume,
  event: Exclude<VolumeEvent, { type: 'VolumeCreated' | 'VolumeAdopted' }>,
  recordedAt: Date,
): ExistingVolume {
  switch (event.type) {
    case 'VolumeAttached': {
      const { volumeId: _, attachTime, ...attachment } = event.data;
      return {
        ...unreserved(volume),
        lifecycle: 'in-use',
        attachment: {
          ...attachment,
          attachTime: attachTime === undefined ? recordedAt : new Date(attachTime),
        },
      };
    }
    case 'VolumeModified':
      return { ...volume, created: modified(volume.created, event.data) };
    case 'VolumeDetached':
      return { ...unattached(volume), lifecycle: 'available' };
    case 'VolumeDeleted':
      return {
        ...unreserved(unattached(volume)),
        lifecycle: 'deleted',
        deletionTime: recordedAt,
        ...(event.data.cause === undefined ? {} : { cause: event.data.cause }),
      };
    case 'VolumeTagged':
      return { ...volume, tags: { ...volume.tags, ...event.data.tags } };
    case 'VolumeUntagged':
      return { ...volume, tags: withoutTags(volume.tags, event.data.keys) };
  }
}

function modified(
  { iops: _iops, throughput: _throughput, ...created }: VolumeCreatedData,
  change: EventOf<typeof volumeModified>['data'],
): VolumeCreatedData {
  return { ...created, ...change };
}

const unattached = ({ attachment: _, ...volume }: ExistingVolume): ExistingVolume => volume;

const unreserved = ({ reservedFor: _, ...volume }: ExistingVolume): ExistingVolume => volume;
