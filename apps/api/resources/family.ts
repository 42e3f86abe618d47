import type { Outcome, Plan } from '#event-sourcing';
import {
  LATEST,
  resolveChannel,
  UnknownFamily,
  type ExistingFamily,
  type FamilyEvent,
  type FamilyId,
  type FamilyState,
} from '#machine-images';
import type { Channel, FamilyRow } from '#views';
import type { Reply } from '../http/reply';
import type { WriteRequest } from '../http/write-request';
import { written } from '../http/written';

export type FamilyOutcome = Outcome<FamilyState, FamilyEvent>;

/** The answer to a change of a family. */
export const writtenFamily = (
  id: FamilyId,
  write: WriteRequest,
  outcome: FamilyOutcome,
  affected?: (plan: Plan) => Promise<object>,
): Promise<Reply<object>> =>
  written(write, outcome, {
    affected,
    answerOf: (state, revision) => familyOfState(id, state, revision),
    locationOf: () => `/v1/families/${id.name}`,
  });

/** The family that a write left behind. Throws UnknownFamily. */
function familyOfState(id: FamilyId, state: FamilyState, revision: number): object {
  if (state.kind === 'unknown') throw new UnknownFamily(id.ownerId, id.name);
  const { created, creationDate, versions } = state;
  return {
    ...created,
    creationDate: creationDate.toISOString(),
    versions: versions.length,
    channels: channelsOf(state),
    revision,
  };
}

function channelsOf(family: ExistingFamily): readonly object[] {
  const names = [...family.channels.keys(), ...(family.versions.length > 0 ? [LATEST] : [])];
  return names.sort().map((channel) => {
    const { version = null, imageId = null } = resolveChannel(family, channel) ?? {};
    return { channel, version, imageId };
  });
}

export const summaryOfRow = ({ ownerId, name, description, creationDate }: FamilyRow): object => ({
  ownerId,
  name,
  ...(description === null ? {} : { description }),
  creationDate: creationDate.toISOString(),
});

export const familyOfRow = (
  row: FamilyRow,
  versions: number,
  channels: readonly Channel[],
  asOf: Date | undefined,
): object => ({
  ...summaryOfRow(row),
  versions,
  channels: channels.map(({ since, ...channel }) => ({ ...channel, since: since.toISOString() })),
  // The row is of now; what else it says never changes.
  ...(asOf === undefined ? { revision: row.revision } : {}),
});
