import { givenFor } from '../../../test/support/given';
import { snapshots, type SnapshotCommand, type SnapshotEvent } from './snapshot';

const snapshotId = 'snap-0123456789abcdef0';
const given = givenFor(snapshots.decider);
const heldBy = (imageId: string): SnapshotEvent => ({ type: 'SnapshotHeld', data: { snapshotId, imageId } });
const releasedBy = (imageId: string): SnapshotEvent => ({
  type: 'SnapshotReleased',
  data: { snapshotId, imageId },
});
const holdFor = (imageId: string): SnapshotCommand => ({ type: 'HoldSnapshot', snapshotId, imageId });
const releaseFor = (imageId: string): SnapshotCommand => ({ type: 'ReleaseSnapshot', snapshotId, imageId });

describe('Holding a snapshot', () => {
  it('records which image holds it, also when the ledger never heard of it', () => {
    given().when(holdFor('ami-1')).thenRecords(heldBy('ami-1'));
  });
  it('is for any number of images', () => {
    given(heldBy('ami-1')).when(holdFor('ami-2')).thenRecords(heldBy('ami-2'));
  });
  it('does nothing when the image holds it', () => {
    given(heldBy('ami-1'), heldBy('ami-2')).when(holdFor('ami-1')).thenNothingHappens();
  });
  it('may be done again after a release', () => {
    given(heldBy('ami-1'), releasedBy('ami-1')).when(holdFor('ami-1')).thenRecords(heldBy('ami-1'));
  });
});

describe('Releasing a snapshot', () => {
  it('records which image lets it go, and leaves the others', () => {
    given(heldBy('ami-1'), heldBy('ami-2')).when(releaseFor('ami-1')).thenRecords(releasedBy('ami-1'));
    expect(given(heldBy('ami-1'), heldBy('ami-2'), releasedBy('ami-1')).state.holders).toEqual(
      new Set(['ami-2']),
    );
  });
  it('does nothing when the image does not hold it', () => {
    given().when(releaseFor('ami-1')).thenNothingHappens();
    given(heldBy('ami-2')).when(releaseFor('ami-1')).thenNothingHappens();
  });
});

describe('The stream of a snapshot', () => {
  it('is named after it', () => {
    expect(snapshots.stream(snapshotId)).toBe('snapshot-snap-0123456789abcdef0');
  });
});
