import { checkTags, InvalidTags, tagChanges, withoutTags, type Tags } from './tags';

const tags = (count: number): Tags =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, '']));
const check = (these: Tags) => () => checkTags(these, '/tags');
const refusal = (pointer: string) => expect.objectContaining({ code: 'invalid-tags', pointer }) as Error;

describe('The tags of a resource', () => {
  it.each([
    ['none', {}],
    ['50 of them', tags(50)],
    ['a key of one character', { k: '' }],
    ['a key of 127 characters', { ['k'.repeat(127)]: 'v' }],
    ['a value of 256 characters', { k: 'v'.repeat(256) }],
    ['aws somewhere else', { 'my-aws:': 'aws:', aws: '' }],
  ])('may be: %s', (_, these) => {
    expect(check(these)).not.toThrow();
  });

  it.each([
    ['51 of them', tags(51), '/tags'],
    ['a key without a character', { '': 'v' }, '/tags/'],
    ['a key of 128 characters', { ['k'.repeat(128)]: '' }, `/tags/${'k'.repeat(128)}`],
    ['a value of 257 characters', { ok: '', k: 'v'.repeat(257) }, '/tags/k'],
    ['a key that is reserved', { 'aws:Name': '' }, '/tags/aws:Name'],
    ['a key that is reserved, whatever its case', { 'AwS:Name': '' }, '/tags/AwS:Name'],
    ['a key that a pointer must escape', { 'aws:a/b~c': '' }, '/tags/aws:a~1b~0c'],
  ])('may not be: %s', (_, these, pointer) => {
    expect(check(these)).toThrow(InvalidTags);
    expect(check(these)).toThrow(refusal(pointer));
  });

  it('are refused with the limit in words', () => {
    expect(check(tags(51))).toThrow('a resource has at most 50 tags');
    expect(check({ '': '' })).toThrow('a tag key has 1 to 127 characters');
    expect(check({ 'aws:x': '' })).toThrow('tag keys that begin with aws: are reserved');
    expect(check({ k: 'v'.repeat(257) })).toThrow('a tag value has at most 256 characters');
  });
});

describe('What has to change for exactly these tags', () => {
  it.each([
    [{}, {}, {}, []],
    [{ a: '1' }, { a: '1' }, {}, []],
    [{ a: '1' }, { a: '2' }, { a: '2' }, []],
    [{}, { a: '' }, { a: '' }, []],
    [{ b: '', a: '' }, {}, {}, ['a', 'b']],
    [{ constructor: 'x' }, {}, {}, ['constructor']],
    [{}, { constructor: 'x' }, { constructor: 'x' }, []],
  ])('%j to %j', (now: Tags, wanted: Tags, set: Tags, removed: readonly string[]) => {
    expect(tagChanges(now, wanted)).toEqual({ set, removed });
  });

  it('leaves the others when some are taken away', () => {
    expect(withoutTags({ a: '1', b: '2', c: '3' }, ['a', 'c', 'x'])).toEqual({ b: '2' });
  });
});
