import { recordedAtOf } from '../../../test/support/given';
import type { AdoptSnapshot } from './commands';
import type { SnapshotAdoptedData, SnapshotEvent } from './events';
import { adopt, adopted } from './adoption.testing';
import {
  completed,
  created,
  deleted,
  failed,
  given,
  heldBy,
  remove,
  snapshotId,
  tagged,
  untagged,
} from './snapshot.testing';

const theirs: SnapshotEvent = { type: 'SnapshotCompleted', data: { snapshotId, providerId: snapshotId } };
const at = (state: SnapshotAdoptedData['state']): AdoptSnapshot => adopt({ state });

describe('Adopting a snapshot', () => {
  it('records what was seen of it, in the state that it was seen in', () => {
    given().when(adopt()).thenRecords(adopted());
    expect(given(adopted()).state.made).toMatchObject({
      lifecycle: 'completed',
      startTime: new Date('2016-05-07T23:23:30.000Z'),
      created: { snapshotId, volumeSize: 8 },
    });
    given()
      .when(at('pending'))
      .thenRecords(adopted({ state: 'pending' }));
  });

  it('knows why it failed and since when it is there, where that was told', () => {
    const cause = 'given up';
    expect(given(adopted({ state: 'failed', cause })).state.made).toMatchObject({ cause });
    expect(given(adopted({ state: 'failed' })).state.made).not.toHaveProperty('cause');
    const { startTime: _, ...facts } = adopt().observed.facts;
    const untimed = given({ type: 'SnapshotAdopted', data: facts });
    expect(untimed.state.made).toMatchObject({ startTime: recordedAtOf(0) });
  });

  it('is of one that failed, for a cause that nobody told', () => {
    given(adopted({ state: 'pending' }))
      .when(at('failed'))
      .thenRecords(failed('observed as failed'));
  });

  it('leaves it to the images that hold it already', () => {
    given(heldBy('ami-1')).when(adopt()).thenRecords(adopted());
    given(heldBy('ami-1'), adopted()).when(remove()).thenRefuses('snapshot-in-use');
  });

  it('records nothing when nothing has changed', () => {
    given(adopted()).when(adopt()).thenNothingHappens();
    given(created(), completed).when(adopt()).thenNothingHappens();
  });

  it('records exactly what has changed', () => {
    given(adopted({ tags: { a: '1', b: '2' } }))
      .when(adopt({ tags: { 'aws:x': '', b: '2' } }))
      .thenRecords(tagged({ 'aws:x': '' }), untagged('a'));
    given(adopted({ state: 'pending' }))
      .when(adopt())
      .thenRecords(theirs);
    given(adopted({ state: 'pending' }))
      .when(adopt({ state: 'failed', cause: 'given up' }))
      .thenRecords(failed('given up'));
    given(adopted()).when(at('deleted')).thenRecords(deleted);
  });

  it('begins anew with one that is there again', () => {
    given(adopted(), deleted).when(adopt()).thenRecords(adopted());
    given(adopted(), deleted)
      .when(adopt({ tags: {} }))
      .thenRecords(untagged('team'), adopted({ tags: {} }));
  });

  it('is refused what never changes, and what was seen before the last change', () => {
    given(adopted())
      .when(adopt({ ownerId: '444455556666' }))
      .thenRefuses('observed-otherwise');
    const before = new Date(recordedAtOf(0).getTime() - 1);
    given(adopted())
      .when(adopt({ state: 'deleted' }, before))
      .thenRefuses('observed-too-early');
    given(adopted()).when(adopt({}, before)).thenNothingHappens();
  });

  it('takes it for no change who holds it', () => {
    given(adopted(), heldBy('ami-1'))
      .when(adopt({ tags: {} }, recordedAtOf(0)))
      .thenRecords(untagged('team'));
  });
});
