import { InvalidField } from '../identifiers';
import { InvalidTags } from '../tags';
import {
  SnapshotHasFailed,
  SnapshotInUse,
  SnapshotIsDeleted,
  SnapshotIsPending,
  UnknownSnapshot,
} from './errors';
import { snapshots } from './snapshot';
import {
  administrator,
  completed,
  create,
  created,
  deleted,
  failed,
  finish,
  given,
  heldBy,
  holdFor,
  owner,
  releasedBy,
  releaseFor,
  remove,
  replaceTags,
  snapshotId,
  stranger,
  tagged,
  untagged,
} from './snapshot.testing';

describe('Creating a snapshot', () => {
  it('records what it is made from, and it is pending', () => {
    given().when(create()).thenRecords(created());
    expect(given(created()).state.made).toMatchObject({ lifecycle: 'pending', tags: { team: 'core' } });
  });
  it('keeps who holds it already', () => {
    given(heldBy('ami-1')).when(create()).thenRecords(created());
    expect(given(heldBy('ami-1'), created()).state.holders).toEqual(new Set(['ami-1']));
  });
  it('refuses tags and descriptions that EC2 refuses', () => {
    given()
      .when(create({ tags: { 'aws:x': '' } }))
      .thenRefuses(InvalidTags, '/tags/aws:x');
    given()
      .when(create({ description: 'x'.repeat(256) }))
      .thenRefuses(InvalidField, '/description');
  });
});

describe('Finishing a snapshot', () => {
  it('records what the provider calls it', () => {
    given(created()).when(finish()).thenRecords(completed);
    expect(given(created(), completed).state.made).toMatchObject({
      lifecycle: 'completed',
      providerId: 'snap-of-theirs',
    });
  });
  it('records why there is none', () => {
    given(created()).when(finish('no room')).thenRecords(failed('no room'));
    expect(given(created(), failed('no room')).state.made).toMatchObject({
      lifecycle: 'failed',
      cause: 'no room',
    });
  });
  it('happens once: the first answer stays', () => {
    given(created(), completed).when(finish('no room')).thenNothingHappens();
    given(created(), failed('no room')).when(finish()).thenNothingHappens();
    given(created(), completed, deleted).when(finish()).thenNothingHappens();
    given().when(finish()).thenNothingHappens();
  });
});

describe('Deleting a snapshot', () => {
  it('is for its owner and an administrator, and happens once', () => {
    given(created(), completed).when(remove()).thenRecords(deleted);
    given(created(), completed).when(remove(administrator)).thenRecords(deleted);
    given(created(), failed('no room')).when(remove()).thenRecords(deleted);
    given(created(), completed, deleted).when(remove()).thenNothingHappens();
  });
  it('is refused to strangers as if there were none', () => {
    given(created(), completed).when(remove(stranger)).thenRefuses(UnknownSnapshot);
    given(created(), completed, heldBy('ami-1')).when(remove(stranger)).thenRefuses(UnknownSnapshot);
    given().when(remove()).thenRefuses(UnknownSnapshot);
    given(heldBy('ami-1')).when(remove(administrator)).thenRefuses(UnknownSnapshot);
  });
  it('is refused while an image holds it, by the name of the image', () => {
    const held = given(created(), completed, heldBy('ami-1'), heldBy('ami-2'), releasedBy('ami-1'));
    held.when(remove()).thenRefuses(SnapshotInUse);
    expect(() => held.decide(remove())).toThrow(/in use by ami-2/);
  });
  it('goes once the last image has let it go', () => {
    given(created(), completed, heldBy('ami-1'), releasedBy('ami-1')).when(remove()).thenRecords(deleted);
  });
  it('is refused while it is being made', () => {
    given(created()).when(remove()).thenRefuses(SnapshotIsPending);
  });
});

describe('Tags of a snapshot', () => {
  it('are replaced by exactly those that are wished', () => {
    given(created())
      .when(replaceTags({ stage: 'prod' }))
      .thenRecords(tagged({ stage: 'prod' }), untagged('team'));
    expect(given(created(), tagged({ stage: 'prod' }), untagged('team')).state.made?.tags).toEqual({
      stage: 'prod',
    });
    given(created())
      .when(replaceTags({ team: 'core' }))
      .thenNothingHappens();
  });
  it('are refused to strangers, when they are bad, and of what is deleted', () => {
    given(created()).when(replaceTags({}, stranger)).thenRefuses(UnknownSnapshot);
    given().when(replaceTags({}, owner)).thenRefuses(UnknownSnapshot);
    given(created())
      .when(replaceTags({ 'aws:x': '' }))
      .thenRefuses(InvalidTags, '/aws:x');
    given(created(), completed, deleted).when(replaceTags({})).thenRefuses(SnapshotIsDeleted);
  });
});

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
  it('waits for nothing: what is being made may be held', () => {
    given(created()).when(holdFor('ami-1', owner.account)).thenRecords(heldBy('ami-1'));
    given(created(), completed).when(holdFor('ami-1', owner.account)).thenRecords(heldBy('ami-1'));
  });
  it('is refused of one that is deleted, has failed, or is another account’s', () => {
    given(created(), completed, deleted).when(holdFor('ami-1')).thenRefuses(SnapshotIsDeleted);
    given(created(), failed('no room')).when(holdFor('ami-1')).thenRefuses(SnapshotHasFailed);
    given(created(), completed).when(holdFor('ami-1', stranger.account)).thenRefuses(UnknownSnapshot);
  });
  it('that was done stays done', () => {
    given(heldBy('ami-1'), created(), failed('no room')).when(holdFor('ami-1')).thenNothingHappens();
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

describe('A snapshot that is made for an image', () => {
  const createdFor = { imageId: 'ami-1' };

  it('is held by it from its first moment', () => {
    given().when(create({ createdFor })).thenRecords(created({ createdFor }), heldBy('ami-1'));
    given(heldBy('ami-1')).when(create({ createdFor })).thenRecords(created({ createdFor }));
    given(heldBy('ami-2')).when(create({ createdFor })).thenRecords(created({ createdFor }), heldBy('ami-1'));
  });

  it('says of which it is a copy, where it is one', () => {
    const { volumeId: _none, ...copy } = create({ createdFor, sourceSnapshotId: 'snap-1' }).snapshot;
    const wanted = { type: 'CreateSnapshot', snapshot: copy } as const;
    expect(given().decide(wanted)).toEqual([{ type: 'SnapshotCreated', data: copy }, heldBy('ami-1')]);
  });
});
