import { snapshotEvents, type SnapshotEvent } from '#machine-images';
import type { LedgerEvent } from '../events';

const NAMES: ReadonlySet<string> = new Set(snapshotEvents.names);

export const isSnapshotEvent = (event: LedgerEvent): event is SnapshotEvent => NAMES.has(event.type);
