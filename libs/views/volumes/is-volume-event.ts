import { volumeEvents, type VolumeEvent } from '#machine-images';
import type { LedgerEvent } from '../events';

const NAMES: ReadonlySet<string> = new Set(volumeEvents.names);

export const isVolumeEvent = (event: LedgerEvent): event is VolumeEvent => NAMES.has(event.type);
