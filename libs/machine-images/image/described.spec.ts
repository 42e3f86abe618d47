import { created, describeAs, described, given, givenAnImage } from './image.testing';

describe('Describing an image', () => {
  it('records the new description', () => {
    givenAnImage().when(describeAs('the web tier')).thenRecords(described('the web tier'));
    givenAnImage(described('one')).when(describeAs('two')).thenRecords(described('two'));
  });

  it('takes it away with an empty one', () => {
    givenAnImage(described('one')).when(describeAs('')).thenRecords(described(''));
    givenAnImage(described('one'), described('')).when(describeAs('')).thenNothingHappens();
  });

  it('does nothing when it is described so already', () => {
    given(created({ description: 'one' }))
      .when(describeAs('one'))
      .thenNothingHappens();
    givenAnImage().when(describeAs('')).thenNothingHappens();
  });

  it('takes 255 characters and not one more', () => {
    givenAnImage()
      .when(describeAs('x'.repeat(255)))
      .thenRecords(described('x'.repeat(255)));
    givenAnImage()
      .when(describeAs('x'.repeat(256)))
      .thenRefuses('invalid-field', '/description');
  });
});
