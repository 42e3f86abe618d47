import type { DataSource, EntityTarget } from 'typeorm';
import type { Validity } from '#projections';
import { ImageRow } from '../images/image.row';
import { InstanceRow } from '../instances/instance.row';
import { SnapshotRow } from '../snapshots/snapshot.row';
import { validAt } from '../validity';
import type { Viewer } from '../viewer';
import { VolumeRow } from '../volumes/volume.row';

export type LineageResource = 'image' | 'instance' | 'volume' | 'snapshot';

interface Known {
  readonly id: string;
  readonly ownerId: string;
  readonly state: string;
}

interface Kind {
  readonly kind: LineageResource;
  readonly prefix: string;
  readonly row: EntityTarget<Validity>;
  readonly id: string;
}

const KINDS: readonly Kind[] = [
  { kind: 'image', prefix: 'ami-', row: ImageRow, id: 'imageId' },
  { kind: 'instance', prefix: 'i-', row: InstanceRow, id: 'instanceId' },
  { kind: 'volume', prefix: 'vol-', row: VolumeRow, id: 'volumeId' },
  { kind: 'snapshot', prefix: 'snap-', row: SnapshotRow, id: 'snapshotId' },
];

/** Throws a TypeError for an id of another kind: a lineage has none. */
export function kindOf(id: string): LineageResource {
  const found = KINDS.find(({ prefix }) => id.startsWith(prefix));
  if (found === undefined) throw new TypeError(`${id} is of no kind that has a lineage`);
  return found.kind;
}

export interface NodeFacts {
  readonly kind: LineageResource;
  /** Null for a snapshot that the ledger did not make. */
  readonly ownerId: string | null;
  readonly state: string | null;
  /** Of an image: how many instances run it. Null for what is no image. */
  readonly running: number | null;
}

/** Whose they are and in which state, now or at a time. */
export async function factsOf(
  database: DataSource,
  ids: readonly string[],
  asOf: Date | undefined,
): Promise<ReadonlyMap<string, NodeFacts>> {
  const found = await Promise.all(KINDS.map((kind) => ofKind(database, kind, ids, asOf)));
  const known = new Map(found.flat().map((one) => [one.id, one]));
  const running = await runningOf(database, ids, asOf);
  return new Map(
    ids.map((id) => {
      const { ownerId = null, state = null } = known.get(id) ?? {};
      const kind = kindOf(id);
      return [id, { kind, ownerId, state, running: kind === 'image' ? (running.get(id) ?? 0) : null }];
    }),
  );
}

/** How many instances run each of these images; those that none runs are left out. */
export async function runningOf(
  database: DataSource,
  ids: readonly string[],
  asOf: Date | undefined,
): Promise<ReadonlyMap<string, number>> {
  const imageIds = ids.filter((id) => kindOf(id) === 'image');
  if (imageIds.length === 0) return new Map();
  const rows = await validAt(
    database.getRepository(InstanceRow).createQueryBuilder('instance'),
    'instance',
    asOf,
  )
    .select(['instance.rootVolumeImageId AS id', 'count(*)::integer AS running'])
    .andWhere("instance.state <> 'terminated' AND instance.rootVolumeImageId IN (:...imageIds)", { imageIds })
    .groupBy('instance.rootVolumeImageId')
    .getRawMany<{ id: string; running: number }>();
  return new Map(rows.map(({ id, running }) => [id, running]));
}

async function ofKind(
  database: DataSource,
  { kind, row, id }: Kind,
  all: readonly string[],
  asOf: Date | undefined,
): Promise<readonly Known[]> {
  const ids = all.filter((one) => kindOf(one) === kind);
  if (ids.length === 0) return [];
  return validAt(database.getRepository(row).createQueryBuilder('resource'), 'resource', asOf)
    .select([`resource.${id} AS id`, 'resource.ownerId AS "ownerId"', 'resource.state AS state'])
    .andWhere(`resource.${id} IN (:...ids)`, { ids })
    .getRawMany<Known>();
}

/** In which state a resource is, and what runs it, is its owner's business; an instance's state also is that of what it runs. */
export const shownTo = ({ account, mayReadAll }: Viewer, facts: NodeFacts): NodeFacts =>
  mayReadAll || facts.ownerId === account || facts.kind === 'instance'
    ? facts
    : { ...facts, state: null, running: null };
