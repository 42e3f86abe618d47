import {
  ancestorReinstated,
  ancestorRevoked,
  created,
  deregistered,
  followCascade,
  given,
  givenAnImage,
  imageReinstated,
  imageRevoked,
  inherited,
  stranger,
} from './image.testing';

const ofOthers = { ownerId: stranger.account } as const;

describe('What came of an image that is revoked with it', () => {
  it('is revoked, and says from which image it inherited that', () => {
    givenAnImage()
      .when(followCascade('one', true))
      .thenRecords(imageRevoked(inherited('one')));
    givenAnImage()
      .when(followCascade('one', true, { channels: 'keep' }))
      .thenRecords(imageRevoked(inherited('one'), { channels: 'keep' }));
  });

  it('is so for each cause anew, and for each once', () => {
    givenAnImage(imageRevoked(), imageRevoked(inherited('other')))
      .when(followCascade('one', true))
      .thenRecords(imageRevoked(inherited('one')));
  });

  it('is so before it is made, and after it is gone: it may come back', () => {
    given(created())
      .when(followCascade('one', true))
      .thenRecords(imageRevoked(inherited('one')));
    givenAnImage(deregistered)
      .when(followCascade('one', true))
      .thenRecords(imageRevoked(inherited('one')));
  });

  it('is warned of, where it is another account’s; a platform administrator overrules that', () => {
    givenAnImage()
      .when(followCascade('one', true, ofOthers))
      .thenRecords(ancestorRevoked('one'));
    givenAnImage()
      .when(followCascade('one', true, { ...ofOthers, descendants: 'all-accounts' }))
      .thenRecords(imageRevoked(inherited('one')));
  });

  it('is left alone, when that was undone by then', () => {
    givenAnImage(imageRevoked(inherited('one')))
      .when(followCascade('one', true, false))
      .thenNothingHappens();
    givenAnImage()
      .when(followCascade('one', true, false))
      .thenNothingHappens();
  });
});

describe('What came of an image whose cascade is undone', () => {
  it('loses that cause, and no other', () => {
    const revoked = [imageRevoked(), imageRevoked(inherited('one')), imageRevoked(inherited('other'))];
    givenAnImage(...revoked)
      .when(followCascade('one', false))
      .thenRecords(imageReinstated(inherited('one')));
    expect(givenAnImage(...revoked, imageReinstated(inherited('one'))).state).toMatchObject({
      revocations: [{ cause: { kind: 'by-hand' } }, { cause: inherited('other') }],
    });
  });

  it('is no longer warned of, where it was', () => {
    givenAnImage(ancestorRevoked('one'))
      .when(followCascade('one', false))
      .thenRecords(ancestorReinstated('one'));
    givenAnImage(ancestorRevoked('other')).when(followCascade('one', false)).thenNothingHappens();
  });

  it('stays as it is, when that stands again by then', () => {
    givenAnImage()
      .when(followCascade('one', false, {}))
      .thenNothingHappens();
    givenAnImage(imageRevoked(inherited('one')))
      .when(followCascade('one', false, {}))
      .thenNothingHappens();
  });
});
