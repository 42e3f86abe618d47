const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/** As JSON, whatever the order of members. */
export const textOf = (value: unknown): string => JSON.stringify(value, sorted) ?? 'undefined';

export const isSame = (one: unknown, other: unknown): boolean => textOf(one) === textOf(other);
