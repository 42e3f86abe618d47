import {
  created,
  given,
  givenAnImage,
  replaceTags,
  rollBack,
  rolledBack,
  tagged,
  TODAY,
  untagged,
} from './image.testing';

describe('Tagging an image', () => {
  it('records the tags that are new or have another value', () => {
    givenAnImage(tagged({ Name: 'web', Stage: 'test' }))
      .when(replaceTags({ Name: 'web', Stage: 'prod', Team: 'one' }))
      .thenRecords(tagged({ Stage: 'prod', Team: 'one' }));
  });

  it('takes away those that are not wanted any more', () => {
    givenAnImage(tagged({ b: '', c: '', a: '' }))
      .when(replaceTags({ b: '' }))
      .thenRecords(untagged('a', 'c'));
  });

  it('does both at once', () => {
    givenAnImage(tagged({ a: '1' }))
      .when(replaceTags({ b: '2' }))
      .thenRecords(tagged({ b: '2' }), untagged('a'));
  });

  it('starts from the tags that the image was registered with', () => {
    given(created({ tags: { a: '1' } }))
      .when(replaceTags({}))
      .thenRecords(untagged('a'));
  });

  it('does nothing when exactly these tags are there', () => {
    givenAnImage(tagged({ a: '1', b: '' }), untagged('b'))
      .when(replaceTags({ a: '1' }))
      .thenNothingHappens();
  });

  it('refuses tags that EC2 would refuse, and points at them', () => {
    givenAnImage()
      .when(replaceTags({ 'aws:Name': 'web' }))
      .thenRefuses('invalid-tags', '/aws:Name');
  });
});

describe('Giving an image the tags back that it had', () => {
  it('leaves those alone that nobody can ask for', () => {
    const earlier = givenAnImage(tagged({ 'aws:then': '1', own: '1' })).state;
    givenAnImage(tagged({ 'aws:now': '1', own: '2' }))
      .when(rollBack({ asOf: TODAY, include: ['tags'], earlier }))
      .thenRecords(rolledBack(TODAY, 'tags'), tagged({ own: '1' }));
  });
});
