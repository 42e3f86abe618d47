import type { OwnedFilters } from '#views';
import type { Caller } from '../http/caller';
import { tagsOfFilter } from './fields';

interface Wanted {
  readonly owner?: string;
  readonly tag?: readonly string[];
}

/** What a list of a region is asked for; filters of one kind of resource stay as they are. */
export const ownedFiltersOf = <Filters extends Wanted>(
  { owner, tag, ...filters }: Filters,
  region: string,
  { account }: Caller,
): Omit<Filters, keyof Wanted> & OwnedFilters => ({
  ...filters,
  region,
  ...(owner === undefined ? {} : { ownerId: owner === 'self' ? account : owner }),
  ...(tag === undefined ? {} : { tags: tagsOfFilter(tag) }),
});
