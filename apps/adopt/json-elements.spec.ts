import fc from 'fast-check';
import { JsonElements, NotJson, type Part } from './json-elements';

function partsOf(text: string, size = text.length): readonly Part[] {
  const elements = new JsonElements();
  const parts: Part[] = [];
  for (let start = 0; start < text.length; start += size)
    parts.push(...elements.take(text.slice(start, start + size)));
  elements.finish();
  return parts;
}

const told = (parts: readonly Part[]): unknown[] =>
  parts.map((part) => {
    if (part.kind === 'end') return ['end', part.lists];
    if (part.kind === 'member') return [part.name, JSON.parse(part.text) as unknown];
    return [part.list, part.index, JSON.parse(part.text) as unknown];
  });

describe('JSON that comes in pieces', () => {
  it('is taken apart into the elements of its lists, and its other members', () => {
    const document = {
      Images: [{ a: [1, { b: '],}"' }] }, 'x'],
      ImageId: 'ami-1',
      Empty: [],
      Owner: { of: [] },
    };
    expect(told(partsOf(JSON.stringify(document, null, 1)))).toEqual([
      ['Images', 0, { a: [1, { b: '],}"' }] }],
      ['Images', 1, 'x'],
      ['ImageId', 'ami-1'],
      ['Owner', { of: [] }],
      ['end', ['Images', 'Empty']],
    ]);
  });

  it('may be several documents, one after the other', () => {
    expect(told(partsOf('{"Images":[1]}\n\n{"ImageId":"ami-1"} {}'))).toEqual([
      ['Images', 0, 1],
      ['end', ['Images']],
      ['ImageId', 'ami-1'],
      ['end', []],
      ['end', []],
    ]);
  });

  it('is the same in pieces of any size', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const document = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.array(value), value));
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(0, 2),
        (printed, size, indent) => {
          const expected = Object.entries(printed).flatMap(([name, member]): unknown[] =>
            Array.isArray(member) ? member.map((one, index) => [name, index, one]) : [[name, member]],
          );
          const found = told(partsOf(JSON.stringify(printed, null, indent), size));
          expect(JSON.stringify(found.slice(0, -1))).toBe(JSON.stringify(expected));
        },
      ),
    );
  });

  it.each(['[1]', '{"Images":[1', 'An error occurred', '{"Images":[{"a":"'])(
    'is refused when it is %s',
    (text) => {
      expect(() => partsOf(text)).toThrow(NotJson);
    },
  );
});
