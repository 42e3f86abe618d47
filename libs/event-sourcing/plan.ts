import { canonicalJson } from './canonical-json';
import type { DomainEvent } from './decider';
import { sha256 } from './ids';

/** What a decision comes to, in JSON, where its events alone do not say it: what is before, what is after, for whom. */
export type Plan = Readonly<Record<string, unknown>>;

/**
 * Names what a decision would do, and answers a dry run: the same plan, the same digest. Where there is a plan, ids that
 * each request makes anew do not count.
 */
export const planDigestOf = (events: readonly DomainEvent[], plan?: Plan): string =>
  sha256(
    canonicalJson(
      plan === undefined
        ? events.map(({ type, data }) => ({ type, data }))
        : { events: events.map(({ type }) => type), plan },
    ),
  );
