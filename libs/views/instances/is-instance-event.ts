import { instanceEvents, type InstanceEvent } from '#machine-images';
import type { LedgerEvent } from '../events';

const NAMES: ReadonlySet<string> = new Set(instanceEvents.names);

export const isInstanceEvent = (event: LedgerEvent): event is InstanceEvent => NAMES.has(event.type);
