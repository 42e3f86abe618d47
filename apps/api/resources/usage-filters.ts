import { Type, type Static } from 'typebox';
import type { InstanceFilters, InstanceList } from '#views';
import { AccountId, AsOf, Cursor, Limit, Time } from './fields';

/** What lists of usage can be asked for. */
export const UsageQuery = Type.Object({
  account: Type.Optional({ ...AccountId, description: 'Who launched.' }),
  from: Type.Optional({ ...Time, description: 'Launched at this time or later.' }),
  to: Type.Optional({ ...Time, description: 'Launched before this time.' }),
  asOf: Type.Optional(AsOf),
  limit: Limit,
  cursor: Type.Optional(Cursor),
});

export type UsagePage = Pick<InstanceList, 'asOf' | 'limit' | 'cursor'> & {
  readonly filters: Pick<InstanceFilters, 'ownerId' | 'from' | 'to'>;
};

export const usagePageOf = (
  { account, from, to, limit, cursor }: Static<typeof UsageQuery>,
  asOf: Date | undefined,
): UsagePage => ({
  filters: {
    ...(account === undefined ? {} : { ownerId: account }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  },
  limit,
  ...(asOf === undefined ? {} : { asOf }),
  ...(cursor === undefined ? {} : { cursor }),
});
