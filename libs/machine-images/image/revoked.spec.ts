import { recordedAtOf } from '../../../test/support/given';
import type { ImageEvent } from './events';
import {
  administrator,
  byCascade,
  byHand,
  cascadeBegun,
  created,
  deregistered,
  disabled,
  given,
  givenAnImage,
  imageReinstated,
  imageRevoked,
  inherited,
  reinstateImage,
  revokeImage,
} from './image.testing';
import { movingRevocation } from './revocations';

describe('Revoking an image', () => {
  it('records the cause', () => {
    givenAnImage().when(revokeImage()).thenRecords(imageRevoked());
    expect(givenAnImage(imageRevoked()).state).toMatchObject({
      revocations: [{ cause: byHand, since: recordedAtOf(2) }],
    });
  });

  it('does nothing when it is revoked for that cause, and leaves it as it is', () => {
    givenAnImage(imageRevoked()).when(revokeImage()).thenNothingHappens();
    expect(givenAnImage(imageRevoked(), imageRevoked()).state).toMatchObject({
      revocations: [{ since: recordedAtOf(2) }],
    });
  });

  it('says whether channels that point at it stay; they move unless everybody who revoked it says so', () => {
    const kept = imageRevoked(byHand, { channels: 'keep' });
    givenAnImage()
      .when(revokeImage({ channels: 'move' }))
      .thenRecords(imageRevoked());
    givenAnImage()
      .when(revokeImage({ channels: 'keep' }))
      .thenRecords(kept);
    const wishes = (...events: readonly ImageEvent[]) => {
      const { state } = givenAnImage(...events);
      return state.kind === 'existing' && movingRevocation(state.revocations)?.cause;
    };
    const cascade = byCascade('one');
    expect([
      wishes(imageRevoked()),
      wishes(kept),
      wishes(kept, imageRevoked(cascade)),
      wishes(kept, imageRevoked(cascade), imageReinstated(cascade)),
    ]).toEqual([byHand, undefined, cascade, undefined]);
  });

  it('is possible whatever state it is in', () => {
    given(created()).when(revokeImage()).thenRecords(imageRevoked());
    givenAnImage(disabled).when(revokeImage()).thenRecords(imageRevoked());
  });

  it('carries what was said to come of it, where somebody asked', () => {
    givenAnImage()
      .when(revokeImage({ plan: 'abc' }))
      .thenRecords(imageRevoked(byHand, { plan: 'abc' }));
  });
});

describe('Revoking an image with all that came of it', () => {
  it('says how far it goes: its own account, or all for a platform administrator', () => {
    givenAnImage()
      .when(revokeImage({ cascadeId: 'one' }))
      .thenRecords(cascadeBegun('one'));
    givenAnImage()
      .when(revokeImage({ cascadeId: 'one', by: administrator }))
      .thenRecords(cascadeBegun('one', { descendants: 'all-accounts' }));
  });

  it('is another cause than that it was revoked by hand, or by a cascade from elsewhere', () => {
    const revoking = revokeImage({ cascadeId: 'two' });
    givenAnImage(imageRevoked(), imageRevoked(inherited('one')))
      .when(revoking)
      .thenRecords(cascadeBegun('two'));
    givenAnImage(cascadeBegun('one')).when(revokeImage()).thenRecords(imageRevoked());
  });

  it('does nothing while a cascade from here goes as far', () => {
    const again = revokeImage({ cascadeId: 'two' });
    givenAnImage(cascadeBegun('one')).when(again).thenNothingHappens();
    givenAnImage(cascadeBegun('one', { descendants: 'all-accounts' }))
      .when(again)
      .thenNothingHappens();
    givenAnImage(cascadeBegun('one'))
      .when(revokeImage({ cascadeId: 'two', by: administrator }))
      .thenRecords(cascadeBegun('two', { descendants: 'all-accounts' }));
  });
});

describe('Reinstating an image', () => {
  it('takes back what was asked for by hand, and leaves every other cause', () => {
    givenAnImage(imageRevoked()).when(reinstateImage()).thenRecords(imageReinstated());
    expect(givenAnImage(imageRevoked(), imageReinstated()).state).toMatchObject({ revocations: [] });
    const [one, another] = [byCascade('one'), inherited('another')];
    const image = [imageRevoked(one), imageRevoked(), imageRevoked(another)];
    expect(givenAnImage(...image, imageReinstated()).state).toMatchObject({
      revocations: [{ cause: one }, { cause: another }],
    });
    expect(givenAnImage(...image, imageReinstated(one), imageReinstated(another)).state).toMatchObject({
      revocations: [{ cause: byHand, since: recordedAtOf(3) }],
    });
  });

  it('does nothing when it is not revoked', () => {
    givenAnImage().when(reinstateImage()).thenNothingHappens();
    givenAnImage(imageRevoked(), imageReinstated()).when(reinstateImage()).thenNothingHappens();
  });

  it('is refused where only a cascade revoked it, which is undone where it began', () => {
    for (const image of [givenAnImage(cascadeBegun('one')), givenAnImage(imageRevoked(inherited('one')))])
      image.when(reinstateImage()).thenRefuses('revoked-by-cascade');
  });
});

describe('Undoing a cascade', () => {
  it('begins where it began, and says how far it went', () => {
    givenAnImage(imageRevoked(), cascadeBegun('one'))
      .when(reinstateImage({ undo: 'one' }))
      .thenRecords(imageReinstated(byCascade('one'), { descendants: 'account' }));
  });

  it('is possible when the image is gone that it began at', () => {
    givenAnImage(cascadeBegun('one'), deregistered)
      .when(reinstateImage({ undo: 'one' }))
      .thenRecords(imageReinstated(byCascade('one'), { descendants: 'account' }));
  });

  it('does nothing when it was undone before', () => {
    givenAnImage(cascadeBegun('one'), imageReinstated(byCascade('one')))
      .when(reinstateImage({ undo: 'one' }))
      .thenNothingHappens();
  });

  it('is refused elsewhere, and where there was none', () => {
    givenAnImage(imageRevoked(inherited('one')))
      .when(reinstateImage({ undo: 'one' }))
      .thenRefuses('revoked-by-cascade');
    givenAnImage(imageRevoked())
      .when(reinstateImage({ undo: 'one' }))
      .thenRefuses('unknown-cascade');
  });

  it('is a platform administrator’s where it reached all accounts', () => {
    const image = givenAnImage(cascadeBegun('one', { descendants: 'all-accounts' }));
    image.when(reinstateImage({ undo: 'one' })).thenRefuses('cascade-of-administrator');
    image
      .when(reinstateImage({ undo: 'one', by: administrator }))
      .thenRecords(imageReinstated(byCascade('one'), { descendants: 'all-accounts' }));
  });
});
