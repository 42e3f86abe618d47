import { membershipEvents, type MembershipEvent } from '#machine-images';
import type { LedgerEvent } from '../events';

const NAMES: ReadonlySet<string> = new Set(membershipEvents.names);

export const isMembershipEvent = (event: LedgerEvent): event is MembershipEvent => NAMES.has(event.type);
