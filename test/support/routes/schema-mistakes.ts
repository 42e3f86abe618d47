import { sampleOf, type Schema } from './sample';

/** A value that a schema must refuse, and the pointer to what is wrong with it. */
export interface Mistake {
  readonly what: string;
  readonly value: unknown;
  readonly pointer: string;
}

/** What comes in a path or a query is text; a body says which type its values have. */
export type Notation = 'json' | 'text';

/** Longer than anything that has no limit of its own may be. */
const ENDLESS = 'x'.repeat(100_000);
const NO_COUNT = 2 ** 53 - 1;
const UNKNOWN_FIELD = 'nonsense';

/** Everything that the schema says is wrong, one thing at a time, in a value that is right otherwise. */
export function mistakesIn(schema: Schema, good: unknown, notation: Notation): readonly Mistake[] {
  if (schema.anyOf !== undefined)
    return schema.anyOf.flatMap((one) => mistakesIn(one, isOf(one, good) ? good : sampleOf(one), notation));
  if (schema.oneOf !== undefined)
    return [...ofAnotherType(schema, notation), ...ofKinds(schema.oneOf, good, notation)];
  return [...ofAnotherType(schema, notation), ...ofType(schema, good, notation)];
}

/** Every mistake within a kind, and one about the kind itself. */
const ofKinds = (kinds: readonly Schema[], good: unknown, notation: Notation): readonly Mistake[] => [
  { what: 'a kind that there is not', value: { ...(good as object), kind: 'nonsense' }, pointer: '/kind' },
  ...kinds
    .flatMap((kind) => (isOf(kind, good) ? mistakesIn(kind, good, notation) : ofShape(kind, notation)))
    .filter(({ pointer }) => pointer !== '/kind' && pointer !== ''),
];

/** A sample names nothing that is there, which is said before any limit that only the domain knows. */
const ofShape = (kind: Schema, notation: Notation): readonly Mistake[] =>
  mistakesIn(kind, sampleOf(kind), notation).filter(({ what }) => !/^(?:endless|too large)/.test(what));

function ofType(schema: Schema, good: unknown, notation: Notation): readonly Mistake[] {
  if (schema.enum !== undefined || 'const' in schema) return [here('none of these', 'none-of-these')];
  const { type = 'null' } = schema;
  switch (type) {
    case 'object':
      return inObject(schema, good as Record<string, unknown>, notation);
    case 'array':
      return inArray(schema, good as readonly unknown[], notation);
    case 'string':
      return inText(schema, notation);
    case 'integer':
    case 'number':
      return inNumber(schema, notation);
    case 'boolean':
    case 'null':
      return [];
  }
}

const here = (what: string, value: unknown): Mistake => ({ what, value, pointer: '' });

const WRONG_TEXT = { integer: 'many', number: 'many', boolean: 'perhaps' } as const;

function ofAnotherType({ type }: Schema, notation: Notation): readonly Mistake[] {
  if (notation === 'text') {
    const text = WRONG_TEXT[type as keyof typeof WRONG_TEXT];
    return text === undefined ? [] : [here(`not of type ${String(type)}`, text)];
  }
  const wrong = [null, 5.5, 'text', true, {}, []].filter((value) => !hasType(type, value));
  return type === undefined ? [] : wrong.map((value) => here(`${JSON.stringify(value)} for ${type}`, value));
}

const hasType = (type: Schema['type'], value: unknown): boolean => {
  if (Array.isArray(value)) return type === 'array';
  return value === null ? type === 'null' : typeof value === type;
};

function inObject(schema: Schema, good: Record<string, unknown>, notation: Notation): readonly Mistake[] {
  const { properties = {}, required = [] } = schema;
  return [
    ...ofUnknownFields(schema, good),
    ...required.map((name) => ({
      what: `without ${name}`,
      value: Object.fromEntries(Object.entries(good).filter(([key]) => key !== name)),
      pointer: `/${name}`,
    })),
    ...Object.entries(properties).flatMap(([name, property]) =>
      mistakesIn(property, good[name] ?? sampleOf(property), notation).map((mistake) =>
        within(name, mistake, (value) => ({ ...good, [name]: value })),
      ),
    ),
  ];
}

const within = (
  name: string | number,
  { what, value, pointer }: Mistake,
  put: (value: unknown) => unknown,
): Mistake => ({ what: `${what} in ${name}`, value: put(value), pointer: `/${name}${pointer}` });

/** Either there are no fields but those that are named, or the names are the caller's and the number is limited. */
function ofUnknownFields(schema: Schema, good: Record<string, unknown>): readonly Mistake[] {
  const { additionalProperties, patternProperties, maxProperties } = schema;
  if (additionalProperties === false)
    return [
      { what: 'an unknown field', value: { ...good, [UNKNOWN_FIELD]: 1 }, pointer: `/${UNKNOWN_FIELD}` },
    ];
  const [values] = Object.values(patternProperties ?? {});
  if (values === undefined || maxProperties === undefined)
    throw new Error('an object in a request says `additionalProperties: false`, or has `maxProperties`');
  const tooMany = Array.from({ length: maxProperties + 1 }, (_, index) => [`key${index}`, sampleOf(values)]);
  return [
    here('too many fields', Object.fromEntries(tooMany)),
    ...mistakesIn(values, sampleOf(values), 'json').map((mistake) =>
      within('key', mistake, (value) => ({ ...good, key: value })),
    ),
  ];
}

function inArray(schema: Schema, good: readonly unknown[], notation: Notation): readonly Mistake[] {
  const { items = {}, minItems = 0, maxItems, uniqueItems } = schema;
  const [first = sampleOf(items), ...others] = good;
  return [
    ...(minItems > 0 ? [here('too few items', [])] : []),
    ...(maxItems === undefined ? [] : [here('too many items', Array(maxItems + 1).fill(first))]),
    ...(uniqueItems === true ? [here('an item twice', [first, first])] : []),
    ...mistakesIn(items, first, notation).map((mistake) => within(0, mistake, (value) => [value, ...others])),
  ];
}

const MALFORMED: Readonly<Record<string, readonly string[]>> = {
  'image-id': ['ami-xyz', 'i-0123456789abcdef0', 'ami-0123456789ABCDEF0'],
  'instance-id': ['i-xyz', 'ami-0123456789abcdef0', 'i-0123456789ABCDEF0'],
  'snapshot-id': ['snap-xyz', 'vol-0123456789abcdef0', 'snap-0123456789ABCDEF0'],
  'volume-id': ['vol-xyz', 'snap-0123456789abcdef0', 'vol-0123456789ABCDEF0'],
  // The last is a leap second: well-formed, and no time to JavaScript.
  'date-time': ['yesterday', '2026-02-30T00:00:00Z', '2026-01-01', '2016-12-31T23:59:60Z'],
};

function inText(schema: Schema, notation: Notation): readonly Mistake[] {
  const { minLength = 0, maxLength, pattern, format } = schema;
  const isFree = pattern === undefined && format === undefined;
  return [
    ...(minLength > 0 ? [here('too short', 'x'.repeat(minLength - 1))] : []),
    ...tooLong(maxLength, notation),
    ...(pattern === undefined ? [] : [here('of another form', misfit(pattern))]),
    ...(MALFORMED[format ?? ''] ?? []).map((text) => here(`malformed (${text})`, text)),
    ...(isFree ? [here('with U+0000', 'a\u0000b')] : []),
  ];
}

/** An address has no room for endless text. */
function tooLong(maxLength: number | undefined, notation: Notation): readonly Mistake[] {
  if (maxLength !== undefined) return [here('too long', 'x'.repeat(maxLength + 1))];
  return notation === 'json' ? [here('endless', ENDLESS)] : [];
}

function misfit(pattern: string): string {
  const found = ['%%%', 'none of these', '=', ''].find((text) => !new RegExp(pattern, 'u').test(text));
  if (found === undefined) throw new Error(`everything fits ${pattern}`);
  return found;
}

function inNumber({ minimum, maximum }: Schema, notation: Notation): readonly Mistake[] {
  const numbers = [
    ...(minimum === undefined ? [] : [here('too small', minimum - 1)]),
    here('too large', maximum === undefined ? NO_COUNT : maximum + 1),
  ];
  return notation === 'json' ? numbers : numbers.map((one) => ({ ...one, value: String(one.value) }));
}

/** Whether the value is meant for this alternative: it has what the alternative requires, and its constants. */
function isOf({ type, required = [], properties = {} }: Schema, value: unknown): boolean {
  if (type !== 'object' || typeof value !== 'object' || value === null) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  return (
    required.every((name) => name in fields) &&
    Object.entries(properties).every(([name, { const: constant }]) =>
      constant === undefined ? true : fields[name] === constant,
    )
  );
}
