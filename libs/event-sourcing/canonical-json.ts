import { UnstorableText } from './domain-error';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * RFC 8785 canonical JSON: the same value always has the same bytes, so it can be hashed and proved.
 * Throws UnstorableText for U+0000 and lone surrogates, which no text column and no UTF-8 can hold unchanged, and
 * TypeError for what has no JSON form.
 */
export function canonicalJson(value: unknown): string {
  refuseUnstorable(value, '');
  return textOf(value);
}

/** JSON.stringify writes strings and numbers as the RFC wants them: it took its rules from ECMAScript. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (typeof value === 'object' && value !== null) return objectText(value);
  const text = Number.isFinite(value) || typeof value !== 'number' ? stringify(value) : undefined;
  if (text === undefined) throw new TypeError('the value has no JSON form');
  return text;
}

/** Members in the order of their UTF-16 code units, which is how strings compare; absent ones are left out. */
function objectText(value: object): string {
  if (value instanceof Date) return textOf(value.toJSON());
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const texts = members
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${textOf(member)}`);
  return `{${texts.join(',')}}`;
}

/** Its declaration forgets that there is no text for a function, a symbol and `undefined`. */
const stringify: (value: unknown) => string | undefined = JSON.stringify;

/** Throws UnstorableText with a JSON pointer to the first string, key or value, that cannot be stored unchanged. */
export function refuseUnstorable(value: unknown, pointer: string): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) throw new UnstorableText(pointer);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => refuseUnstorable(item, `${pointer}/${index}`));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!isStorable(key)) throw new UnstorableText(pointer);
      refuseUnstorable(item, `${pointer}/${escapePointer(key)}`);
    }
  }
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

/** RFC 6901. */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
