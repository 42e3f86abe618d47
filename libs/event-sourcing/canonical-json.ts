import canonicalize from 'canonicalize';
import { UnstorableText } from './domain-error';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * RFC 8785 canonical JSON: the same value always has the same bytes, so it can be hashed and proved.
 * Throws UnstorableText for U+0000 and lone surrogates, which no text column and no UTF-8 can hold unchanged.
 */
export function canonicalJson(value: unknown): string {
  refuseUnstorable(value, '');
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('the value has no JSON form');
  return text;
}

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
