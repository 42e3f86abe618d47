import { familyEvents, type FamilyEvent } from '#machine-images';
import type { LedgerEvent } from '../events';

const NAMES: ReadonlySet<string> = new Set(familyEvents.names);

export const isFamilyEvent = (event: LedgerEvent): event is FamilyEvent => NAMES.has(event.type);
