import { Type, type TSchema } from 'typebox';
import type { Tags as TagValues } from '#machine-images';
import type { Page } from '#views';

/** Field types that many endpoints share. Ids have 17 hex digits; old ones that were taken over have 8. */
export const AccountId = Type.String({
  pattern: '^\\d{12}$',
  description: 'An account id: 12 digits.',
  examples: ['111122223333'],
});

export const Time = Type.String({ format: 'date-time', description: 'RFC 3339, in UTC.' });

export const AsOf = Type.String({
  format: 'date-time',
  description: 'Answer as things were at this time (RFC 3339), not as they are now. Not in the future.',
});

export const Tags = Type.Record(
  Type.String({ minLength: 1, maxLength: 127 }),
  Type.String({ maxLength: 256 }),
  {
    description: 'At most 50; keys do not begin with aws:.',
    maxProperties: 50,
  },
);

export const TagFilter = Type.Array(Type.String({ pattern: '^[^=]+=', maxLength: 512 }), {
  maxItems: 50,
  description: '`key=value`; may be given several times, and then all must match.',
});

export const tagsOfFilter = (tags: readonly string[]): TagValues =>
  Object.fromEntries(
    tags.map((text) => {
      const end = text.indexOf('=');
      return [text.slice(0, end), text.slice(end + 1)];
    }),
  );

export const OwnerFilter = Type.String({
  pattern: '^(self|\\d{12})$',
  description: 'An account id, or `self`.',
});

export const Limit = Type.Integer({
  minimum: 1,
  maximum: 1_000,
  default: 50,
  description: 'Items on one page.',
});

export const Cursor = Type.String({
  minLength: 1,
  maxLength: 4_096,
  description: 'The `nextCursor` of the page before.',
});

/** `state` of an actor as answers show it: who, on whose behalf, by which way. */
export const ActorAnswer = Type.Object({
  subject: Type.Union([Type.String(), Type.Null()], {
    description: 'Null for the service itself and for a forgotten person.',
  }),
  account: Type.String(),
  roles: Type.Array(Type.String()),
  interface: Type.String(),
  sourceAddress: Type.Union([Type.String(), Type.Null()]),
});

export const pageSchema = (item: TSchema): TSchema =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  });

export async function presentPage<Row>(
  { items, nextCursor }: Page<Row>,
  present: (row: Row) => object | Promise<object>,
): Promise<object> {
  const shown = await Promise.all(items.map(async (row) => present(row)));
  return { items: shown, ...(nextCursor === undefined ? {} : { nextCursor }) };
}
