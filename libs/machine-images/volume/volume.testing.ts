import { givenFor } from '../../../test/support/given';
import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type {
  AbandonVolume,
  AttachVolume,
  CreateVolume,
  DeleteVolume,
  DetachVolume,
  DiscardVolume,
  ReplaceVolumeTags,
} from './commands';
import type { VolumeCreatedData, VolumeEvent } from './events';
import { volumes } from './volume';

export const volumeId = 'vol-0123456789abcdef0';
export const instanceId = 'i-0123456789abcdef0';
export const device = '/dev/sdf';
export const zone = 'us-east-1a';

export const owner: Principal = { account: '111122223333', administrator: false };
export const stranger: Principal = { account: '444455556666', administrator: false };
export const administrator: Principal = { account: '999900000000', administrator: true };

const volume = (overrides: Partial<VolumeCreatedData> = {}): VolumeCreatedData => ({
  volumeId,
  ownerId: owner.account,
  region: 'us-east-1',
  zone,
  size: 8,
  volumeType: 'gp3',
  encrypted: false,
  tags: { team: 'core' },
  ...overrides,
});

// What happened

export const created = (overrides: Partial<VolumeCreatedData> = {}): VolumeEvent => ({
  type: 'VolumeCreated',
  data: volume(overrides),
});
export const attached = (to = instanceId, as = device, deleteOnTermination = false): VolumeEvent => ({
  type: 'VolumeAttached',
  data: { volumeId, instanceId: to, device: as, deleteOnTermination },
});
export const detached: VolumeEvent = { type: 'VolumeDetached', data: { volumeId, instanceId, device } };
export const deleted: VolumeEvent = { type: 'VolumeDeleted', data: { volumeId } };
export const abandoned = (cause: string): VolumeEvent => ({
  type: 'VolumeDeleted',
  data: { volumeId, cause },
});
export const tagged = (tags: Tags): VolumeEvent => ({ type: 'VolumeTagged', data: { volumeId, tags } });
export const untagged = (...keys: readonly string[]): VolumeEvent => ({
  type: 'VolumeUntagged',
  data: { volumeId, keys },
});

// What is asked for

export const create = (overrides: Partial<VolumeCreatedData> = {}): CreateVolume => ({
  type: 'CreateVolume',
  volume: volume(overrides),
});
export const attach = (overrides: Partial<AttachVolume> = {}): AttachVolume => ({
  type: 'AttachVolume',
  volumeId,
  by: owner,
  instanceId,
  device,
  zone,
  deleteOnTermination: false,
  ...overrides,
});
export const detach = (overrides: Partial<DetachVolume> = {}): DetachVolume => ({
  type: 'DetachVolume',
  volumeId,
  by: owner,
  instanceId,
  ...overrides,
});
export const discard = (of = instanceId, by = owner): DiscardVolume => ({
  type: 'DiscardVolume',
  volumeId,
  by,
  instanceId: of,
});
export const remove = (by = owner): DeleteVolume => ({ type: 'DeleteVolume', volumeId, by });
export const abandon = (cause: string): AbandonVolume => ({ type: 'AbandonVolume', volumeId, cause });
export const replaceTags = (tags: Tags, by = owner): ReplaceVolumeTags => ({
  type: 'ReplaceVolumeTags',
  volumeId,
  by,
  tags,
});

export const given = givenFor(volumes.decider);
