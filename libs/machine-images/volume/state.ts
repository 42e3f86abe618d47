import { withoutTags, type Tags } from '../tags';
import type { VolumeCreatedData, VolumeEvent } from './events';

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
  readonly deletionTime?: Date;
  readonly cause?: string;
  readonly tags: Tags;
  readonly attachment?: VolumeAttachment;
  /** The instance and device that it was made for, until it is attached: nobody else gets it. */
  readonly reservedFor?: NonNullable<VolumeCreatedData['createdFor']>;
}

export type VolumeState = { readonly kind: 'unknown' } | ExistingVolume;

export const unknownVolume: VolumeState = { kind: 'unknown' };

export function evolve(state: VolumeState, event: VolumeEvent, recordedAt: Date): VolumeState {
  if (event.type === 'VolumeCreated') return created(event.data, recordedAt);
  return state.kind === 'unknown' ? state : evolveExisting(state, event, recordedAt);
}

const created = (data: VolumeCreatedData, createTime: Date): ExistingVolume => ({
  kind: 'existing',
  lifecycle: 'available',
  created: data,
  createTime,
  tags: data.tags,
  ...(data.createdFor?.replaceRootVolumeTaskId === undefined ? {} : { reservedFor: data.createdFor }),
});

function evolveExisting(
  volume: ExistingVolume,
  event: Exclude<VolumeEvent, { type: 'VolumeCreated' }>,
  recordedAt: Date,
): ExistingVolume {
  switch (event.type) {
    case 'VolumeAttached': {
      const { volumeId: _, ...attachment } = event.data;
      return {
        ...unreserved(volume),
        lifecycle: 'in-use',
        attachment: { ...attachment, attachTime: recordedAt },
      };
    }
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

const unattached = ({ attachment: _, ...volume }: ExistingVolume): ExistingVolume => volume;

const unreserved = ({ reservedFor: _, ...volume }: ExistingVolume): ExistingVolume => volume;
