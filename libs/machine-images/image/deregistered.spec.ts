import { recordedAtOf } from '../../../test/support/given';
import {
  cancelDeprecation,
  changePermissions,
  deregister,
  deregistered,
  describeAs,
  disable,
  disabled,
  enable,
  givenAnImage,
  granted,
  everybody,
  imageRevoked,
  protect,
  reinstateImage,
  replaceTags,
  revokeImage,
  scheduleDeprecation,
  unprotect,
} from './image.testing';

describe('Deregistering an image', () => {
  it('ends it', () => {
    givenAnImage(granted(everybody)).when(deregister()).thenRecords(deregistered);
  });

  it('does nothing when it was ended before', () => {
    givenAnImage(deregistered).when(deregister()).thenNothingHappens();
  });

  it.each([[disabled], [imageRevoked()]])('ends it also when it is launched no more: $type', (event) => {
    givenAnImage(event).when(deregister()).thenRecords(deregistered);
  });

  it('takes place when the store recorded it', () => {
    expect(givenAnImage(deregistered).state).toMatchObject({
      lifecycle: 'deregistered',
      deregistrationTime: recordedAtOf(2),
    });
    expect(givenAnImage().state).not.toHaveProperty('deregistrationTime');
  });

  it.each([
    describeAs('x'),
    replaceTags({}),
    changePermissions({}),
    scheduleDeprecation('2027-01-01T00:00:00Z'),
    cancelDeprecation(),
    disable(),
    enable(),
    protect(false),
    unprotect(),
    revokeImage(),
    reinstateImage(),
  ])('leaves nothing to change: $type is refused', (command) => {
    givenAnImage(deregistered).when(command).thenRefuses('image-deregistered');
  });
});
