import { recordedAtOf } from '../../../test/support/given';
import {
  cancelDeprecation,
  changePermissions,
  deregister,
  deregistered,
  describeAs,
  givenAnImage,
  granted,
  everybody,
  replaceTags,
  scheduleDeprecation,
} from './image.testing';

describe('Deregistering an image', () => {
  it('ends it', () => {
    givenAnImage(granted(everybody)).when(deregister()).thenRecords(deregistered);
  });

  it('does nothing when it was ended before', () => {
    givenAnImage(deregistered).when(deregister()).thenNothingHappens();
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
  ])('leaves nothing to change: $type is refused', (command) => {
    givenAnImage(deregistered).when(command).thenRefuses('image-deregistered');
  });
});
