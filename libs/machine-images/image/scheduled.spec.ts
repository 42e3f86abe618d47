import { fitnessOf } from '../family/fitness';
import { copyable, launchGround } from './access';
import {
  administrator,
  announceRevocation,
  byCascade,
  byHand,
  cascadeBegun,
  deregistered,
  followCascade,
  givenAnImage,
  IMAGE,
  imageReinstated,
  imageRevoked,
  inherited,
  owner,
  reinstateImage,
  revocationCancelled,
  revocationScheduled,
  revokeImage,
  TODAY,
} from './image.testing';
import type { ImageEvent } from './events';
import { scheduledRevocation } from './scheduled-revocation';

const later = (seconds: number): Date => new Date(TODAY.getTime() + seconds * 1_000);
const T = later(60);
const scheduled = revocationScheduled(T);
const since = { since: T.toISOString() };

describe('Revoking an image at a time to come', () => {
  it('schedules it, alone or with all that came of it', () => {
    givenAnImage()
      .when(revokeImage({ revokeAt: T, channels: 'keep', plan: 'abc' }))
      .thenRecords(revocationScheduled(T, byHand, { channels: 'keep', plan: 'abc' }));
    givenAnImage()
      .when(revokeImage({ revokeAt: T, cascadeId: 'one' }))
      .thenRecords(revocationScheduled(T, byCascade('one'), { descendants: 'account' }));
  });

  it('is undone by naming the cascade, by whoever may', () => {
    const cascade = (descendants: 'account' | 'all-accounts') =>
      givenAnImage(revocationScheduled(T, byCascade('one'), { descendants }));
    const undo = reinstateImage({ undo: 'one' });
    expect(cascade('account').decide(undo)).toEqual([revocationCancelled]);
    cascade('account')
      .when(reinstateImage({ undo: 'other' }))
      .thenRefuses('unknown-cascade', '/undo');
    cascade('all-accounts').when(undo).thenRefuses('cascade-of-administrator', '/undo');
    expect(cascade('all-accounts').decide({ ...undo, by: administrator })).toEqual([revocationCancelled]);
    givenAnImage().when(undo).thenRefuses('unknown-cascade', '/undo');
    givenAnImage(scheduled, imageRevoked())
      .when(reinstateImage({ undo: 'by-hand' }))
      .thenRefuses('unknown-cascade', '/undo');
  });

  it('is another one when it is asked for by hand, goes further, or leaves the channels', () => {
    const of = byCascade('one');
    givenAnImage(revocationScheduled(T, of, { descendants: 'account' }))
      .when(revokeImage({ revokeAt: T }))
      .thenRecords(scheduled);
    givenAnImage(revocationScheduled(T, of, { descendants: 'account' }))
      .when(revokeImage({ revokeAt: T, cascadeId: 'one', by: administrator }))
      .thenRecords(revocationScheduled(T, of, { descendants: 'all-accounts' }));
    givenAnImage(scheduled)
      .when(revokeImage({ revokeAt: T, channels: 'keep' }))
      .thenRecords(revocationScheduled(T, byHand, { channels: 'keep' }));
    givenAnImage(scheduled)
      .when(revokeImage({ revokeAt: T, channels: 'move' }))
      .thenNothingHappens();
  });

  it('is put off by saying so again, and the same once more is nothing', () => {
    givenAnImage(scheduled)
      .when(revokeImage({ revokeAt: later(90) }))
      .thenRecords(revocationScheduled(later(90)));
    givenAnImage(scheduled)
      .when(revokeImage({ revokeAt: T }))
      .thenNothingHappens();
  });

  it('is not done at a time that is over, nor where it is revoked by then', () => {
    for (const revokeAt of [TODAY, later(-1)])
      givenAnImage().when(revokeImage({ revokeAt })).thenRefuses('invalid-revocation-time', '/revokeAt');
    givenAnImage(imageRevoked())
      .when(revokeImage({ revokeAt: T }))
      .thenNothingHappens();
  });

  it('is cancelled by a reinstatement, by undoing it, and by revoking now', () => {
    givenAnImage(scheduled).when(reinstateImage()).thenRecords(revocationCancelled);
    givenAnImage(scheduled, imageRevoked())
      .when(reinstateImage())
      .thenRecords(revocationCancelled, imageReinstated());
    const cascade = givenAnImage(revocationScheduled(T, byCascade('one'), { descendants: 'account' }));
    cascade.when(reinstateImage()).thenRecords(revocationCancelled);
    cascade.when(revokeImage()).thenRecords(revocationCancelled, imageRevoked());
    const { state } = givenAnImage(scheduled, revocationCancelled);
    expect(state).toMatchObject({ scheduledRevocation: undefined });
  });
});

describe('When the time has come', () => {
  const launched = (at: Date, ...history: readonly ImageEvent[]) => {
    const { state } = givenAnImage(scheduled, ...history);
    return () => launchGround(state, IMAGE, owner, at);
  };

  it('nobody launches or copies it, and it is good for no channel, though nobody has said so', () => {
    expect(launched(later(59))()).toEqual({ grounds: 'owner' });
    for (const at of [T, later(61)]) expect(launched(at)).toThrow('is revoked');
    const { state } = givenAnImage(scheduled);
    expect(() => copyable(state, IMAGE, 'us-east-1', owner, T)).toThrow('is revoked');
    expect([fitnessOf(state, later(59)), fitnessOf(state, T)]).toEqual(['good', 'revoked']);
    expect(launched(T, revocationCancelled)()).toEqual({ grounds: 'owner' });
  });

  it('that is announced once, since when it was so, with what was asked for', () => {
    givenAnImage(scheduled)
      .when(announceRevocation(later(59)))
      .thenNothingHappens();
    givenAnImage(scheduled).when(announceRevocation(T)).thenRecords(imageRevoked(byHand, since));
    givenAnImage(revocationScheduled(T, byCascade('one'), { descendants: 'account', channels: 'keep' }))
      .when(announceRevocation(later(70)))
      .thenRecords(cascadeBegun('one', { ...since, channels: 'keep' }));
    expect(givenAnImage(scheduled, imageRevoked(byHand, since)).state).toMatchObject({
      revocations: [{ cause: byHand, since: T }],
      scheduledRevocation: undefined,
    });
  });

  it('is announced of an image that is gone, and is not mistaken for another revocation', () => {
    givenAnImage(scheduled, deregistered)
      .when(announceRevocation(T))
      .thenRecords(imageRevoked(byHand, since));
    givenAnImage(scheduled)
      .when(followCascade('one', true))
      .thenRecords(imageRevoked(inherited('one')));
    expect(givenAnImage(scheduled, imageRevoked(inherited('one'))).state).toMatchObject({
      scheduledRevocation: { revokeAt: T },
    });
  });

  it('whoever acts on it first says so first', () => {
    const image = givenAnImage(scheduled);
    const announced = imageRevoked(byHand, since);
    image.when(reinstateImage({ at: T })).thenRecords(announced, imageReinstated());
    image.when(revokeImage({ at: T })).thenRecords(announced);
    image.when(revokeImage({ at: T, cascadeId: 'one' })).thenRecords(announced, cascadeBegun('one'));
    givenAnImage(revocationScheduled(T, byCascade('one'), { descendants: 'account' }))
      .when(reinstateImage({ at: T, undo: 'one' }))
      .thenRecords(cascadeBegun('one', since), imageReinstated(byCascade('one'), { descendants: 'account' }));
  });

  it('is due until it is announced or cancelled, whatever else revokes the image', () => {
    const dueAt = (...events: readonly ImageEvent[]) =>
      events.flatMap((event) => scheduledRevocation.schedules(event)).map((schedule) => schedule.dueAt);
    expect(dueAt(scheduled, imageRevoked(), imageReinstated())).toEqual([T]);
    expect(dueAt(scheduled, revocationCancelled)).toEqual([T, undefined]);
    expect(dueAt(scheduled, imageRevoked(byHand, since))).toEqual([T, undefined]);
  });
});
