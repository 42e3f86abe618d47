import { recordedAtOf } from '../../../test/support/given';
import { images } from './image';
import {
  becameAvailable,
  create,
  created,
  creationFailed,
  deregister,
  deregistered,
  finish,
  given,
  givenAnImage,
  IMAGE,
  toBeMade,
} from './image.testing';

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

describe('Creating an image that the provider has to make', () => {
  const { origin } = toBeMade();
  const made = {
    type: 'ImageBecameAvailable',
    data: { imageId: IMAGE, providerId: 'ami-of-theirs' },
  } as const;

  it('records what it is, and not the work that it takes', () => {
    given().when(create(toBeMade())).thenRecords(created({ origin }));
  });

  it('makes it available once it is completed', () => {
    given(created({ origin })).when(finish()).thenRecords(made);
  });

  it('keeps why it failed', () => {
    given(created({ origin })).when(finish('no room')).thenRecords(creationFailed('no room'));
    expect(given(created(), creationFailed('no room')).state).toMatchObject({
      lifecycle: 'failed',
      cause: 'no room',
    });
  });

  it.each([
    ['available', [created(), becameAvailable]],
    ['failed', [created(), creationFailed('no room')]],
    ['deregistered', [created(), deregistered]],
    ['not there', []],
  ])('finishes nothing that is %s', (_, history) => {
    for (const command of [finish(), finish('no room')])
      given(...history)
        .when(command)
        .thenNothingHappens();
  });

  it('leaves what has failed to be deregistered', () => {
    given(created(), creationFailed('no room')).when(deregister()).thenRecords(deregistered);
    expect(givenAnImage().state).not.toHaveProperty('cause');
  });
});
