import fc from 'fast-check';
import { holds } from '../../test/support/holds';
import { canonicalJson, escapePointer, refuseUnstorable, type Json } from './canonical-json';
import { UnstorableText } from './domain-error';

describe('Canonical JSON', () => {
  it('is what RFC 8785 shows in 3.2.2', () => {
    const value = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`) as unknown;
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('has its members in the order that RFC 8785 shows in 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      1: 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect([...canonicalJson(value).matchAll(/:"(\w+)/g)].map(([, word]) => word)).toEqual([
      'Carriage',
      'One',
      'Control',
      'Latin',
      'Euro',
      'Emoji',
      'Hebrew',
    ]);
  });

  it('orders numbers in names as text', () => {
    expect(canonicalJson({ 9: 'a', 10: 'b' })).toBe('{"10":"b","9":"a"}');
  });

  // RFC 8785, appendix B.
  it.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [-5e-324, '-5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e23, '1e+23'],
    [1.0000000000000001e23, '1.0000000000000001e+23'],
    [999999999999999700000, '999999999999999700000'],
    [1e21, '1e+21'],
    [9.999999999999997e-7, '9.999999999999997e-7'],
    [0.000001, '0.000001'],
    [333333333.3333332, '333333333.3333332'],
    [-0.000003333333333333333, '-0.000003333333333333333'],
    [Number('1424953923781206.2'), '1424953923781206.2'],
  ])('writes the number %p as %s', (number, text) => {
    expect(canonicalJson(number)).toBe(text);
  });

  it('leaves out members that are absent, and writes a date as its text', () => {
    expect(canonicalJson({ b: undefined, a: new Date(0) })).toBe('{"a":"1970-01-01T00:00:00.000Z"}');
  });

  it.each([NaN, Infinity, -Infinity, undefined, () => 1, Symbol('s'), 1n, [undefined], { a: () => 1 }])(
    'has no form for %p',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );

  it('says so', () => {
    expect(() => canonicalJson(NaN)).toThrow('the value has no JSON form');
  });

  it.each([
    ['a text', 'a\u0000b', ''],
    ['half a character', '\ud83d', ''],
    ['the other half', ['ok', '\ude00'], '/1'],
    ['a member', { a: { 'b/c~d': '\u0000' } }, '/a/b~1c~0d'],
    ['a name', { a: { 'x\u0000': 1 } }, '/a'],
    ['half a name', [{ '\ud83d': 1 }], '/0'],
  ])('refuses %s that cannot be stored, and points at it', (_, value, pointer) => {
    const refusal = expect.objectContaining({ code: 'unstorable-text', pointer }) as Error;
    expect(() => canonicalJson(value)).toThrow(UnstorableText);
    expect(() => canonicalJson(value)).toThrow(refusal);
    expect(() => canonicalJson(value)).toThrow('a string holds U+0000 or a lone surrogate');
  });

  it.each([null, 1, true, '\ud83d\ude00', { a: [null, { b: '\u0001' }] }])('lets %j pass', (value) => {
    expect(() => refuseUnstorable(value, '')).not.toThrow();
  });

  it('escapes what a JSON pointer must', () => {
    expect(escapePointer('~/a~1')).toBe('~0~1a~01');
  });
});

const text = fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\u0000', ''));
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), text, fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 6 }),
  ),
}));

function reversed(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => reversed(item) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('Whatever the value, canonical JSON', () => {
  it('is the same in whatever order the members come', () => {
    holds(
      fc.property(json, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('is read as the value it was made of, and made the same again', () => {
    holds(
      fc.property(json, (value) => {
        const made = canonicalJson(value);
        const read = JSON.parse(made) as Json;
        expect(read).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(read)).toBe(made);
      }),
    );
  });
});
