import {
  ancestorReinstated,
  ancestorRevoked,
  byCascade,
  cascadeBegun,
  deregistered,
  disabled,
  given,
  givenAnImage,
  imageReinstated,
  imageRevoked,
} from './image.testing';
import { adopted } from './adoption.testing';

describe('What an image remembers', () => {
  it('is which cascades were undone, each once, and no revocation by hand', () => {
    expect(givenAnImage().state).toMatchObject({ endedCascades: [] });
    const once = [cascadeBegun('one'), imageReinstated(byCascade('one'))];
    const { state } = givenAnImage(imageRevoked(), imageReinstated(), ...once, ...once);
    expect(state).toMatchObject({ endedCascades: ['one'] });
  });

  it('is which cascades of others are still in force at what it came of', () => {
    const history = [ancestorRevoked('one'), ancestorRevoked('two'), ancestorReinstated('one')];
    expect(givenAnImage(...history).state).toMatchObject({ revokedAncestors: ['two'] });
  });

  it('is what it was before it was deregistered, however often that is told', () => {
    const { state } = givenAnImage(disabled, deregistered, deregistered);
    expect(state).toMatchObject({ lifecycle: 'deregistered', deregistration: { from: 'disabled' } });
  });

  it('is why it failed, where that was seen', () => {
    expect(given(adopted({ state: 'failed', cause: 'no room' })).state).toMatchObject({ cause: 'no room' });
    expect(given(adopted()).state).not.toHaveProperty('cause');
  });
});
