import type { ReadEvent } from '#event-sourcing';
import { LATEST, type ChannelMovedData, type FamilyEvent } from '#machine-images';
import { recalling, table, type EvolvingTable, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import { counted, newest } from './counted';
import {
  channelMovementsDdl,
  ChannelMovementRow,
  familiesDdl,
  FamilyRow,
  imageVersionsDdl,
  ImageVersionRow,
} from './family.rows';
import { isFamilyEvent } from './is-family-event';

type Read = ReadEvent<LedgerEvent>;

const families: EvolvingTable<LedgerEvent, FamilyRow> = {
  kind: 'evolving',
  row: FamilyRow,
  ddl: familiesDdl,
  key: ['ownerId', 'name'],
  keysOf: ({ event }) => (isFamilyEvent(event) ? [keyOf(event)] : []),
  evolve: (row, { event, recorded: { recordedAt, revision } }) => {
    if (!isFamilyEvent(event)) return row;
    if (event.type === 'FamilyCreated') return created(event, recordedAt, revision);
    if (row === undefined) return row;
    const { versions, revoked } = counted(row, event);
    return {
      ...row,
      versions,
      revoked,
      latest: newest(versions, revoked),
      latestBefore: row.latest,
      revision,
    };
  },
};

/** Named series of images, with every movement of the channels that point into them. */
export const familiesView: Projector<LedgerEvent> = {
  name: 'families',
  shape: 1,
  tables: [
    recalling<LedgerEvent, ChannelMovementRow, FamilyRow>({
      kind: 'recalling',
      row: ChannelMovementRow,
      ddl: channelMovementsDdl,
      memory: families,
      rows: movements,
    }),
    table<LedgerEvent, ImageVersionRow>({
      kind: 'temporal',
      row: ImageVersionRow,
      ddl: imageVersionsDdl,
      key: ['ownerId', 'name', 'version'],
      keysOf: ({ event }) =>
        isFamilyEvent(event) && 'version' in event.data
          ? [{ ...keyOf(event), version: event.data.version }]
          : [],
      since: ({ event }) => sinceOf(event),
      evolve: (row, { event, recorded: { recordedAt } }) => {
        if (event.type === 'ImageVersionPublished')
          return { ...event.data, revoked: false, publicationDate: recordedAt };
        return row && { ...row, revoked: event.type === 'ImageVersionRevoked' };
      },
    }),
    table<LedgerEvent, FamilyRow>(families),
  ],
};

const keyOf = ({ data: { ownerId, name } }: FamilyEvent): Pick<FamilyRow, 'ownerId' | 'name'> => ({
  ownerId,
  name,
});

const created = (
  event: Extract<FamilyEvent, { type: 'FamilyCreated' }>,
  creationDate: Date,
  revision: number,
): FamilyRow => ({
  ...keyOf(event),
  description: event.data.description ?? null,
  creationDate,
  versions: 0,
  revoked: [],
  latest: null,
  latestBefore: null,
  revision,
});

/** An event moves the channel that it names, and `latest` when the newest good version is another one by it. */
function movements(read: Read, [family]: readonly FamilyRow[]): readonly ChannelMovementRow[] {
  const { event } = read;
  if (isFamilyEvent(event) && 'channel' in event.data) return [movement(read, event.data)];
  if (family === undefined || family.latest === family.latestBefore) return [];
  const { ownerId, name, latest, latestBefore } = family;
  return [movement(read, { ownerId, name, channel: LATEST, ...pointing(latestBefore, latest) })];
}

/** What follows the revocation of an image is true from then on. */
const sinceOf = ({ data }: LedgerEvent): Date | undefined =>
  'since' in data && data.since !== undefined ? new Date(data.since) : undefined;

const pointing = (from: number | null, to: number | null): Pick<ChannelMovedData, 'from' | 'to'> => ({
  ...(from === null ? {} : { from }),
  ...(to === null ? {} : { to }),
});

function movement({ event, recorded, metadata }: Read, moved: ChannelMovedData): ChannelMovementRow {
  const { ownerId, name, channel, from = null, to = null } = moved;
  const { actor, reason = null, correlationId } = metadata;
  return {
    ownerId,
    name,
    channel,
    revision: recorded.revision,
    event: event.type,
    fromVersion: from,
    toVersion: to,
    at: sinceOf(event) ?? recorded.recordedAt,
    actor,
    reason,
    correlationId,
  };
}
