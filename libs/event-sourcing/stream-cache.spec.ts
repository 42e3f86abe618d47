import { FoldedStream } from './folded-stream';
import { guestLists } from './guest-list.testing';
import { StreamCache } from './stream-cache';

const fold = () => new FoldedStream(guestLists);

describe('The cache of folded streams', () => {
  it('gives back what was put in', () => {
    const cache = new StreamCache(2);
    const one = fold();
    cache.set('one', one);
    expect(cache.get('one', guestLists)).toBe(one);
    expect(cache.get('other', guestLists)).toBeUndefined();
  });

  it('drops what was used longest ago when it is full', () => {
    const cache = new StreamCache(2);
    const [one, two, three] = [fold(), fold(), fold()];
    cache.set('one', one);
    cache.set('two', two);
    cache.set('one', one);
    cache.set('three', three);
    expect(['one', 'two', 'three'].map((stream) => cache.get(stream, guestLists))).toEqual([
      one,
      undefined,
      three,
    ]);
  });

  it('keeps as many as it may', () => {
    const cache = new StreamCache(2);
    cache.set('one', fold());
    cache.set('two', fold());
    cache.set('two', fold());
    expect(cache.get('one', guestLists)).toBeDefined();
  });

  it('of size 0 keeps nothing', () => {
    const cache = new StreamCache(0);
    cache.set('one', fold());
    expect(cache.get('one', guestLists)).toBeUndefined();
  });
});
