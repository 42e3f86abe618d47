import { EventType, EventTypes, type Category, type EventIn } from '#event-sourcing';

// Stream

const stream = (snapshotId: string): string => `snapshot-${snapshotId}`;

// Events

export const snapshotHeld = EventType.named('SnapshotHeld').as<{
  readonly snapshotId: string;
  readonly imageId: string;
}>();
export const snapshotReleased = EventType.named('SnapshotReleased').as<{
  readonly snapshotId: string;
  readonly imageId: string;
}>();

export const snapshotEvents = EventTypes.of(snapshotHeld, snapshotReleased);
export type SnapshotEvent = EventIn<typeof snapshotEvents>;

// State

export interface SnapshotState {
  readonly holders: ReadonlySet<string>;
}

const evolve = ({ holders }: SnapshotState, { type, data: { imageId } }: SnapshotEvent): SnapshotState => {
  const changed = new Set(holders);
  switch (type) {
    case 'SnapshotHeld':
      changed.add(imageId);
      break;
    case 'SnapshotReleased':
      changed.delete(imageId);
  }
  return { holders: changed };
};

// Decide

export interface SnapshotCommand {
  readonly type: 'HoldSnapshot' | 'ReleaseSnapshot';
  readonly snapshotId: string;
  readonly imageId: string;
}

const decide = (
  { type, snapshotId, imageId }: SnapshotCommand,
  { holders }: SnapshotState,
): readonly SnapshotEvent[] => {
  switch (type) {
    case 'HoldSnapshot':
      return holders.has(imageId) ? [] : [{ type: 'SnapshotHeld', data: { snapshotId, imageId } }];
    case 'ReleaseSnapshot':
      return holders.has(imageId) ? [{ type: 'SnapshotReleased', data: { snapshotId, imageId } }] : [];
  }
};

/**
 * What the volumes of images are made from. An account has snapshots that the ledger did not make; naming one is
 * enough to hold it.
 */
export const snapshots: Category<string, SnapshotState, SnapshotCommand, SnapshotEvent> = {
  stream,
  events: snapshotEvents,
  decider: { initial: { holders: new Set() }, decide, evolve },
};
