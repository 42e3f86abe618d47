import { canonicalJson } from './canonical-json';
import type { DomainEvent } from './decider';
import { sha256 } from './ids';

/** Names what a decision would record: the same events, the same digest. A dry run answers it. */
export const planDigestOf = (events: readonly DomainEvent[]): string =>
  sha256(canonicalJson(events.map(({ type, data }) => ({ type, data }))));
