import { recordedAtOf } from '../../../test/support/given';
import type { ImageEvent } from './events';
import {
  byCascade,
  byHand,
  created,
  disabled,
  given,
  givenAnImage,
  imageReinstated,
  imageRevoked,
  reinstateImage,
  revokeImage,
} from './image.testing';
import { channelsOf } from './revocations';

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
    givenAnImage().when(revokeImage(byHand, 'move')).thenRecords(imageRevoked());
    givenAnImage().when(revokeImage(byHand, 'keep')).thenRecords(imageRevoked(byHand, 'keep'));
    const wishes = (...events: readonly ImageEvent[]) => {
      const { state } = givenAnImage(...events);
      return state.kind === 'existing' && channelsOf(state.revocations);
    };
    const cascade = byCascade('one');
    expect([
      wishes(imageRevoked()),
      wishes(imageRevoked(byHand, 'keep')),
      wishes(imageRevoked(byHand, 'keep'), imageRevoked(cascade)),
      wishes(imageRevoked(byHand, 'keep'), imageRevoked(cascade), imageReinstated(cascade)),
    ]).toEqual(['move', 'keep', 'move', 'keep']);
  });

  it('is possible whatever state it is in', () => {
    given(created()).when(revokeImage()).thenRecords(imageRevoked());
    givenAnImage(disabled).when(revokeImage()).thenRecords(imageRevoked());
  });

  it('goes on for another cause', () => {
    const cascade = byCascade('one');
    givenAnImage(imageRevoked()).when(revokeImage(cascade)).thenRecords(imageRevoked(cascade));
    givenAnImage(imageRevoked(cascade))
      .when(revokeImage(byCascade('another')))
      .thenRecords(imageRevoked(byCascade('another')));
  });
});

describe('Reinstating an image', () => {
  it('takes back the cause', () => {
    givenAnImage(imageRevoked()).when(reinstateImage()).thenRecords(imageReinstated());
    expect(givenAnImage(imageRevoked(), imageReinstated()).state).toMatchObject({ revocations: [] });
  });

  it('does nothing when it is not revoked for that cause', () => {
    givenAnImage().when(reinstateImage()).thenNothingHappens();
    givenAnImage(imageRevoked(byCascade('one')))
      .when(reinstateImage())
      .thenNothingHappens();
    givenAnImage(imageRevoked(), imageReinstated()).when(reinstateImage()).thenNothingHappens();
  });

  it('leaves every other cause, in whatever order they go', () => {
    const [one, another] = [byCascade('one'), byCascade('another')];
    const image = [imageRevoked(one), imageRevoked(), imageRevoked(another)];
    expect(givenAnImage(...image, imageReinstated()).state).toMatchObject({
      revocations: [{ cause: one }, { cause: another }],
    });
    expect(givenAnImage(...image, imageReinstated(one), imageReinstated(another)).state).toMatchObject({
      revocations: [{ cause: byHand, since: recordedAtOf(3) }],
    });
  });
});
