import type { Outcome } from '#event-sourcing';
import { UnknownSnapshot, type SnapshotEvent, type SnapshotState } from '#machine-images';
import type { SnapshotRow } from '#views';
import type { Reply } from '../http/reply';
import type { WriteRequest } from '../http/write-request';
import { written } from '../http/written';
import { present } from './present';

export type SnapshotOutcome = Outcome<SnapshotState, SnapshotEvent>;

/** The answer to a change of a snapshot. */
export const writtenSnapshot = (
  snapshotId: string,
  write: WriteRequest,
  outcome: SnapshotOutcome,
): Promise<Reply<object>> =>
  written(write, outcome, { answerOf: (state, revision) => snapshotOfState(snapshotId, state, revision) });

/** The snapshot that a write left behind. Throws UnknownSnapshot. */
export function snapshotOfState(snapshotId: string, { made }: SnapshotState, revision: number): object {
  if (made === undefined) throw new UnknownSnapshot(snapshotId);
  const { created, lifecycle, cause, providerId: _provider, changedAt: _changed, ...facts } = made;
  const { createdFor: _for, ...snapshot } = created;
  return present({ ...snapshot, ...facts, state: lifecycle, stateMessage: cause, revision });
}

export const snapshotOfRow = ({
  validFrom: _from,
  validTo: _to,
  creationDate,
  ...snapshot
}: SnapshotRow): object => present({ ...snapshot, startTime: creationDate });

export const snapshotLocation = (snapshotId: string): string => `/v1/snapshots/${snapshotId}`;
