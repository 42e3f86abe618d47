import type { Outcome } from '#event-sourcing';
import { UnknownVolume, type VolumeEvent, type VolumeState } from '#machine-images';
import type { VolumeRow } from '#views';
import type { Reply } from '../http/reply';
import type { WriteRequest } from '../http/write-request';
import { written } from '../http/written';
import { present } from './present';

export type VolumeOutcome = Outcome<VolumeState, VolumeEvent>;

/** The answer to a change of a volume. */
export const writtenVolume = (
  volumeId: string,
  write: WriteRequest,
  outcome: VolumeOutcome,
): Promise<Reply<object>> =>
  written(write, outcome, { answerOf: (state, revision) => volumeOfState(volumeId, state, revision) });

/** The volume that a write left behind. Throws UnknownVolume. */
export function volumeOfState(volumeId: string, state: VolumeState, revision: number): object {
  if (state.kind === 'unknown') throw new UnknownVolume(volumeId);
  const { created, attachment, lifecycle, createTime, tags } = state;
  const { createdFor: _for, ...volume } = created;
  return present({
    ...volume,
    state: lifecycle,
    stateMessage: state.cause,
    createTime,
    deletionTime: state.deletionTime,
    attachments: attachment === undefined ? [] : [present({ ...attachment })],
    tags,
    revision,
  });
}

export function volumeOfRow({ validFrom: _from, validTo: _to, creationDate, ...row }: VolumeRow): object {
  const { instanceId, device, deleteOnTermination, attachTime, ...volume } = row;
  const attachment = { instanceId, device, deleteOnTermination, attachTime };
  return present({
    ...volume,
    createTime: creationDate,
    attachments: instanceId === null ? [] : [present(attachment)],
  });
}

export const volumeLocation = (volumeId: string): string => `/v1/volumes/${volumeId}`;
