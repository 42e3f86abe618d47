import type { AdoptVolume, ObservedVolume } from './commands';
import type { VolumeAdoptedData, VolumeEvent } from './events';
import { owner, volumeId, zone } from './volume.testing';

/** After everything that `given` records. */
const LATER = new Date('2026-01-02T00:00:00.000Z');

/** What `describe-volumes` shows of one that is there. */
const seen = (overrides: Partial<ObservedVolume> = {}): ObservedVolume => ({
  volumeId,
  ownerId: owner.account,
  region: 'us-east-1',
  zone,
  size: 8,
  volumeType: 'gp3',
  iops: 3_000,
  encrypted: false,
  state: 'available',
  createTime: '2016-05-07T23:23:30.000Z',
  tags: { team: 'core' },
  ...overrides,
});

export const adopted = (overrides: Partial<VolumeAdoptedData> = {}): VolumeEvent => ({
  type: 'VolumeAdopted',
  data: seen(overrides),
});

export const adopt = (overrides: Partial<ObservedVolume> = {}, observedAt = LATER): AdoptVolume => ({
  type: 'AdoptVolume',
  volumeId,
  observed: { facts: seen(overrides), observedAt },
});
