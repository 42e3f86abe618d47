import type { AdoptSnapshot } from './commands';
import type { SnapshotAdoptedData, SnapshotEvent } from './events';
import { owner, snapshotId } from './snapshot.testing';

/** After everything that `given` records. */
const LATER = new Date('2026-01-02T00:00:00.000Z');

/** What `describe-snapshots` shows of one that is there. */
const seen = (overrides: Partial<SnapshotAdoptedData> = {}): SnapshotAdoptedData => ({
  snapshotId,
  ownerId: owner.account,
  region: 'us-east-1',
  volumeId: 'vol-0123456789abcdef0',
  volumeSize: 8,
  encrypted: false,
  state: 'completed',
  startTime: '2016-05-07T23:23:30.000Z',
  tags: { team: 'core' },
  ...overrides,
});

export const adopted = (overrides: Partial<SnapshotAdoptedData> = {}): SnapshotEvent => ({
  type: 'SnapshotAdopted',
  data: seen(overrides),
});

export const adopt = (overrides: Partial<SnapshotAdoptedData> = {}, observedAt = LATER): AdoptSnapshot => ({
  type: 'AdoptSnapshot',
  snapshotId,
  observed: { facts: seen(overrides), observedAt },
});
