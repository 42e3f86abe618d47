import type { Category } from '#event-sourcing';
import type { SnapshotCommand } from './commands';
import { admit, decide } from './decide';
import { snapshotEvents, type SnapshotEvent } from './events';
import { evolve, unknownSnapshot, type SnapshotState } from './state';

/**
 * What volumes, and the volumes of images, are made from. An account has snapshots that the ledger did not make; naming
 * one is enough to hold it.
 */
export const snapshots: Category<string, SnapshotState, SnapshotCommand, SnapshotEvent> = {
  stream: (snapshotId) => `snapshot-${snapshotId}`,
  events: snapshotEvents,
  decider: { initial: unknownSnapshot, admit, decide, evolve },
};
