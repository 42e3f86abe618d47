import { checkDescription } from '../image/registration';
import { checkTags, wishedTagChanges } from '../tags';
import { adopt } from './adoption';
import type {
  CreateSnapshot,
  DeleteSnapshot,
  FinishSnapshot,
  HoldSnapshot,
  ReleaseSnapshot,
  ReplaceSnapshotTags,
  SnapshotChange,
  SnapshotCommand,
} from './commands';
import {
  SnapshotHasFailed,
  SnapshotInUse,
  SnapshotIsDeleted,
  SnapshotIsPending,
  UnknownSnapshot,
} from './errors';
import type { SnapshotCreatedData, SnapshotEvent } from './events';
import type { MadeSnapshot, SnapshotState } from './state';

const isChange = (command: SnapshotCommand): command is SnapshotChange => 'by' in command;

/** To an account that does not own it, a snapshot does not exist. */
export function admit(command: SnapshotCommand, { made }: SnapshotState): void {
  if (!isChange(command)) return;
  const { snapshotId, by } = command;
  if (made === undefined) throw new UnknownSnapshot(snapshotId);
  if (!by.administrator && made.created.ownerId !== by.account)
    throw new UnknownSnapshot(snapshotId).asHidden();
}

export function decide(command: SnapshotCommand, state: SnapshotState): readonly SnapshotEvent[] {
  switch (command.type) {
    case 'CreateSnapshot':
      return create(command, state);
    case 'AdoptSnapshot':
      return adopt(command, state);
    case 'CompleteSnapshot':
    case 'FailSnapshot':
      return finish(command, state);
    case 'HoldSnapshot':
      return hold(command, state);
    case 'ReleaseSnapshot':
      return release(command, state);
    case 'DeleteSnapshot':
      return remove(command, state);
    case 'ReplaceSnapshotTags':
      return replaceTags(command, state);
  }
}

/** The image that it is made for holds it from its first moment. */
function create({ snapshot }: CreateSnapshot, { made, holders }: SnapshotState): readonly SnapshotEvent[] {
  if (made !== undefined) return [];
  checkSnapshot(snapshot);
  const { snapshotId, createdFor } = snapshot;
  const created = { type: 'SnapshotCreated', data: snapshot } as const;
  if (createdFor === undefined || holders.has(createdFor.imageId)) return [created];
  return [created, { type: 'SnapshotHeld', data: { snapshotId, imageId: createdFor.imageId } }];
}

/** Throws what keeps the snapshot from being made: InvalidField, InvalidTags. */
export function checkSnapshot({ description, tags }: SnapshotCreatedData): void {
  if (description !== undefined) checkDescription(description);
  checkTags(tags, '/tags');
}

function finish(command: FinishSnapshot, { made }: SnapshotState): readonly SnapshotEvent[] {
  if (made?.lifecycle !== 'pending') return [];
  const { snapshotId } = command;
  return command.type === 'CompleteSnapshot'
    ? [{ type: 'SnapshotCompleted', data: { snapshotId, providerId: command.providerId } }]
    : [{ type: 'SnapshotFailed', data: { snapshotId, cause: command.cause } }];
}

function hold(
  { snapshotId, imageId, ownerId }: HoldSnapshot,
  { holders, made }: SnapshotState,
): readonly SnapshotEvent[] {
  if (holders.has(imageId)) return [];
  if (made !== undefined) checkHoldable(snapshotId, made, ownerId);
  return [{ type: 'SnapshotHeld', data: { snapshotId, imageId } }];
}

/** Throws UnknownSnapshot, SnapshotIsDeleted, SnapshotHasFailed. */
function checkHoldable(snapshotId: string, { created, lifecycle }: MadeSnapshot, ownerId?: string): void {
  if (ownerId !== undefined && created.ownerId !== ownerId) throw new UnknownSnapshot(snapshotId).asHidden();
  if (lifecycle === 'deleted') throw new SnapshotIsDeleted(snapshotId);
  if (lifecycle === 'failed') throw new SnapshotHasFailed(snapshotId);
}

const release = (
  { snapshotId, imageId }: ReleaseSnapshot,
  { holders }: SnapshotState,
): readonly SnapshotEvent[] =>
  holders.has(imageId) ? [{ type: 'SnapshotReleased', data: { snapshotId, imageId } }] : [];

function remove({ snapshotId }: DeleteSnapshot, { made, holders }: SnapshotState): readonly SnapshotEvent[] {
  if (made === undefined) throw new UnknownSnapshot(snapshotId);
  if (made.lifecycle === 'deleted') return [];
  const [imageId] = holders;
  if (imageId !== undefined) throw new SnapshotInUse(snapshotId, imageId);
  if (made.lifecycle === 'pending') throw new SnapshotIsPending(snapshotId);
  return [{ type: 'SnapshotDeleted', data: { snapshotId } }];
}

function replaceTags(
  { snapshotId, tags }: ReplaceSnapshotTags,
  { made }: SnapshotState,
): readonly SnapshotEvent[] {
  if (made === undefined) throw new UnknownSnapshot(snapshotId);
  if (made.lifecycle === 'deleted') throw new SnapshotIsDeleted(snapshotId);
  const { set, removed } = wishedTagChanges(made.tags, tags, '');
  const tagged = { type: 'SnapshotTagged', data: { snapshotId, tags: set } } as const;
  const untagged = { type: 'SnapshotUntagged', data: { snapshotId, keys: removed } } as const;
  return [...(Object.keys(set).length > 0 ? [tagged] : []), ...(removed.length > 0 ? [untagged] : [])];
}
