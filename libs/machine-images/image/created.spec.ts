import { recordedAtOf } from '../../../test/support/given';
import { images } from './image';
import { becameAvailable, create, created, deregistered, given, IMAGE } from './image.testing';

describe('Creating an image', () => {
  it('records what it is, and that it is available at once: snapshots need no further work', () => {
    given().when(create()).thenRecords(created(), becameAvailable);
  });

  it('keeps the description and the tags that it was registered with', () => {
    const given_ = { description: 'the web tier', tags: { Name: 'web' } };
    given().when(create(given_)).thenRecords(created(given_), becameAvailable);
    expect(given(created(given_)).state).toMatchObject(given_);
  });

  it.each([
    ['exists', [created(), becameAvailable]],
    ['was deregistered', [created(), becameAvailable, deregistered]],
  ])('does nothing when the image %s', (_, history) => {
    given(...history)
      .when(create({ name: 'another name' }))
      .thenNothingHappens();
  });

  it('is pending until it is available', () => {
    expect(given(created()).state).toMatchObject({ kind: 'existing', lifecycle: 'pending', tags: {} });
    expect(given(created(), becameAvailable).state).toMatchObject({ lifecycle: 'available' });
  });

  it('has no description when none was given', () => {
    expect(given(created()).state).not.toHaveProperty('description');
  });

  it('takes place when the store recorded it', () => {
    expect(given(created(), becameAvailable).state).toMatchObject({ creationDate: recordedAtOf(0) });
  });

  it('stands in a stream named after the image', () => {
    expect(images.stream(IMAGE)).toBe('image-ami-0123456789abcdef0');
  });
});
