import {
  snapshotsOf,
  type ImageAdoptedData,
  type InstanceAdoptedData,
  type InstanceLaunchedData,
  type SnapshotCreatedData,
  type VolumeCreatedData,
} from '#machine-images';
import { table, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import { lineageDdl, LineageEdgeRow, type LineageKind } from './lineage.row';

/** What came of what: every resource says at its beginning what it was made of. */
export const lineage: Projector<LedgerEvent> = {
  name: 'lineage',
  shape: 1,
  tables: [
    table<LedgerEvent, LineageEdgeRow>({
      kind: 'evolving',
      row: LineageEdgeRow,
      ddl: lineageDdl,
      key: ['fromId', 'toId', 'kind'],
      keysOf: ({ event }) => descentIn(event).map(({ fromId, toId, kind }) => ({ fromId, toId, kind })),
      // What is adopted again, having been taken for gone, came of what it came of before.
      evolve: (row, { event, recorded: { recordedAt, position } }, key) => {
        const edge = descentIn(event).find((one) => isSame(one, key));
        return row ?? (edge && { ...edge, since: recordedAt, position: String(position) });
      },
    }),
  ],
};

type Edge = Omit<LineageEdgeRow, 'since' | 'position'>;
const isSame = (edge: Edge, { fromId, toId, kind }: Partial<Edge>): boolean =>
  edge.fromId === fromId && edge.toId === toId && edge.kind === kind;

type Origin = readonly [kind: LineageKind, fromId: string | undefined];

function descentIn(event: LedgerEvent): readonly Edge[] {
  if (event.type === 'ImageCreated' || event.type === 'ImageAdopted')
    return edges(event.data.imageId, event.data, originsOfImage(event.data));
  if (event.type === 'VolumeCreated' || event.type === 'VolumeAdopted')
    return edges(event.data.volumeId, event.data, originsOfVolume(event.data));
  if (event.type === 'SnapshotCreated' || event.type === 'SnapshotAdopted')
    return edges(event.data.snapshotId, event.data, originsOfSnapshot(event.data));
  return descentOfInstance(event);
}

function descentOfInstance(event: LedgerEvent): readonly Edge[] {
  if (event.type === 'InstanceLaunched')
    return edges(event.data.instanceId, event.data, originsOfInstance(event.data));
  return event.type === 'InstanceAdopted' ? originsOfAdopted(event.data) : [];
}

const edges = (
  toId: string,
  { ownerId }: { readonly ownerId: string },
  origins: readonly Origin[],
): readonly Edge[] =>
  origins.flatMap(([kind, fromId]) => (fromId === undefined ? [] : [{ fromId, toId, kind, ownerId }]));

function originsOfImage({
  origin,
  blockDeviceMappings,
}: Pick<ImageAdoptedData, 'origin' | 'blockDeviceMappings'>): readonly Origin[] {
  const snapshots = snapshotsOf(blockDeviceMappings).map((id): Origin => ['registered-from', id]);
  switch (origin.kind) {
    case 'snapshots':
    case 'adopted':
      return snapshots;
    case 'instance':
      return [['created-from', origin.instanceId], ...snapshots];
    case 'copy':
      return [['copied-from', origin.imageId], ...snapshots];
  }
}

const originsOfInstance = ({ imageId }: InstanceLaunchedData): readonly Origin[] => [
  ['launched-from', imageId],
];

/** What has the root device of an adopted instance is taken to have come with it. */
function originsOfAdopted(data: InstanceAdoptedData): readonly Edge[] {
  const { instanceId, ownerId, imageId, rootDeviceName, devices } = data;
  const roots = devices.filter(({ deviceName }) => deviceName === rootDeviceName);
  return [
    ...edges(instanceId, data, [['launched-from', imageId]]),
    ...roots.map(({ volumeId }): Edge => ({
      ...{ fromId: instanceId, toId: volumeId, ownerId },
      kind: 'launched-with',
    })),
  ];
}

/** What runs on an instance writes to the volumes that were made with it. */
const originsOfVolume = ({
  snapshotId,
  createdFor,
}: Pick<VolumeCreatedData, 'snapshotId' | 'createdFor'>): readonly Origin[] => [
  ['created-from', snapshotId],
  ['launched-with', createdFor?.instanceId],
];

const originsOfSnapshot = ({
  volumeId,
  sourceSnapshotId,
}: Pick<SnapshotCreatedData, 'volumeId' | 'sourceSnapshotId'>): readonly Origin[] => [
  ['snapshot-of', volumeId],
  ['copied-from', sourceSnapshotId],
];
