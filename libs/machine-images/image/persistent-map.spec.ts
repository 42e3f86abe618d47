import fc from 'fast-check';
import { holds } from '../../../test/support/holds';
import { PersistentMap } from './persistent-map';

type Numbers = PersistentMap<string, number>;

const contentOf = (map: Numbers): readonly number[] => map.values().toSorted();
const empty: Numbers = PersistentMap.empty();

describe('A persistent map', () => {
  it('starts with nothing in it', () => {
    expect([empty.size, empty.has('a'), empty.values()]).toEqual([0, false, []]);
  });

  it('is another one with every change, and stays what it was', () => {
    const one = empty.with('a', 1);
    const two = one.with('b', 2);
    const other = one.with('c', 3).with('a', 4);
    const none = two.without('a').without('b');
    expect([empty, one, two, other, none].map(contentOf)).toEqual([[], [1], [1, 2], [3, 4], []]);
    expect([two.has('b'), one.has('b'), none.has('b')]).toEqual([true, false, false]);
  });

  it('keeps what stood there when it is changed while somebody walks through it', () => {
    const full = empty.with('a', 1).with('b', 2).with('c', 3);
    let left = full;
    for (const value of full.values()) left = left.without('abc'[value - 1] ?? '');
    expect([left.size, full.size]).toEqual([0, 3]);
  });

  it('takes `undefined` for a value like any other', () => {
    const map = PersistentMap.empty<string, undefined>().with('a', undefined);
    map.with('a', undefined);
    expect([map.has('a'), map.size]).toEqual([true, 1]);
  });

  it('has in every version what a copied map would have', () => {
    const change = fc.record({
      of: fc.nat(),
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      value: fc.option(fc.nat(9)),
    });
    holds(
      fc.property(fc.array(change, { maxLength: 60 }), fc.array(fc.nat()), (changes, looks) => {
        const versions = [{ map: empty, model: new Map<string, number>() }];
        const at = (index: number) => versions[index % versions.length]!;
        for (const { of, key, value } of changes) {
          const { map, model } = at(of);
          const copy = new Map(model);
          if (value === null) copy.delete(key);
          else copy.set(key, value);
          versions.push({ map: value === null ? map.without(key) : map.with(key, value), model: copy });
        }
        for (const { map, model } of [...looks.map(at), ...versions]) {
          expect(contentOf(map)).toEqual([...model.values()].toSorted());
          expect(map.size).toBe(model.size);
          expect('abcd'.split('').filter((key) => map.has(key))).toEqual([...model.keys()].toSorted());
        }
      }),
    );
  });

  it('copies its entries for nobody who goes from version to version', () => {
    const copies = jest.spyOn(Map.prototype, Symbol.iterator);
    let map = empty;
    for (let n = 0; n < 10_000; n++) map = map.with(String(n), n);
    for (let n = 0; n < 10_000; n++) map = map.without(String(n));
    const count = copies.mock.calls.length;
    copies.mockRestore();
    expect([map.size, count]).toEqual([0, 0]);
  });
});
