import type { DataSource, EntityManager } from 'typeorm';
import { ImageRow } from '../images/image.row';
import { visibleTo } from '../images/image-visibility';
import { InstanceRow } from '../instances/instance.row';
import { decodeCursor, encodeCursor, type Page } from '../paging';
import type { Viewer } from '../viewer';
import { DriftGroups, type DriftFilters, type Drifting } from './drift-groups';
import { driftOf, seenBy, type DriftGroup, type DriftReason } from './judgement';

export { DRIFT_REASONS } from './judgement';
export type { DriftFilters } from './drift-groups';
export type { DriftGroup, DriftReason } from './judgement';

export interface DriftWish {
  readonly viewer: Viewer;
  readonly filters: DriftFilters;
  readonly limit: number;
  readonly cursor?: string;
}

export interface Drift {
  readonly instance: InstanceRow;
  readonly group: DriftGroup;
  readonly why: readonly DriftReason[];
}

/** What is judged at once. */
const GROUPS = 200;

/**
 * What runs an image that is revoked, or another than what was asked for comes to now. By what was asked for, image and
 * instance. All of an answer is read at one moment: no channel moves while it is made.
 */
export class Drifts {
  constructor(private readonly database: DataSource) {}

  async page({ viewer, filters, limit, cursor }: DriftWish): Promise<Page<Drift>> {
    const seen = viewer.mayReadAll ? filters : { ...filters, ownerId: viewer.account };
    const list = ['drift', viewer.account, viewer.mayReadAll, filters];
    const after = cursor === undefined ? undefined : placeOf(decodeCursor(list, cursor, 3));
    return this.database.transaction('REPEATABLE READ', async (manager) => {
      const reading = { manager, groups: new DriftGroups(this.database, manager, seen), viewer };
      const found = await collect(reading, limit + 1, after);
      const items = await this.present(manager, found.slice(0, limit));
      const last = found.length > limit ? found[limit - 1]?.place : undefined;
      if (last === undefined) return { items };
      return { items, nextCursor: encodeCursor(list, [last.askedFor, last.imageId, last.instanceId]) };
    });
  }

  private async present(manager: EntityManager, found: readonly Found[]): Promise<readonly Drift[]> {
    if (found.length === 0) return [];
    const rows = await manager
      .getRepository(InstanceRow)
      .createQueryBuilder('instance')
      .where('instance.valid_to IS NULL AND instance.instanceId IN (:...ids)', {
        ids: found.map(({ place }) => place.instanceId),
      })
      .getMany();
    const known = new Map(rows.map((row) => [row.instanceId, row]));
    return found.flatMap(({ place, group, why }) => {
      const instance = known.get(place.instanceId);
      return instance === undefined ? [] : [{ instance, group, why }];
    });
  }
}

interface Reading {
  readonly manager: EntityManager;
  readonly groups: DriftGroups;
  readonly viewer: Viewer;
}

interface Found {
  readonly place: Drifting;
  readonly group: DriftGroup;
  readonly why: readonly DriftReason[];
}

async function collect(
  reading: Reading,
  take: number,
  after: Drifting | undefined,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let from: Pick<Drifting, 'askedFor' | 'imageId'> = after ?? { askedFor: '', imageId: '' };
  for (let isFirst = true; found.length < take; isFirst = false) {
    const groups = await reading.groups.from(from, GROUPS + (isFirst ? 0 : 1));
    // Every stretch begins with the group that the one before ended with.
    const fresh = isFirst ? groups : groups.slice(1);
    found.push(...(await drifting(reading, fresh, take - found.length, after)));
    const last = fresh.at(-1);
    if (last === undefined || fresh.length < GROUPS) break;
    from = last;
  }
  return found;
}

async function drifting(
  { manager, groups, viewer }: Reading,
  judged: readonly DriftGroup[],
  take: number,
  after: Drifting | undefined,
): Promise<readonly Found[]> {
  const visible = viewer.mayReadAll ? undefined : await visibleAmong(manager, judged, viewer);
  const bad = judged
    .map((group) => (visible === undefined ? group : seenBy(viewer.account, visible, group)))
    .map((group) => ({ group, why: driftOf(group) }))
    .filter(({ why }) => why.length > 0);
  if (bad.length === 0) return [];
  const places = await groups.instances(
    bad.map(({ group }) => group),
    take,
    after,
  );
  return places.flatMap((place) => {
    const of = bad.find(({ group }) => group.askedFor === place.askedFor && group.imageId === place.imageId);
    return of === undefined ? [] : [{ place, ...of }];
  });
}

async function visibleAmong(
  manager: EntityManager,
  groups: readonly DriftGroup[],
  viewer: Viewer,
): Promise<ReadonlySet<string>> {
  const ids = new Set(groups.flatMap(({ imageId, wantedImageId }) => [imageId, wantedImageId ?? '']));
  const visible = visibleTo(viewer, 'image', undefined, 'by id').map((condition) => `(${condition})`);
  const rows = await manager
    .getRepository(ImageRow)
    .createQueryBuilder('image')
    .select('image.imageId', 'imageId')
    .where('image.valid_to IS NULL AND image.imageId IN (:...ids)', { ids: ['', ...ids] })
    .andWhere(`(${visible.join(' OR ')})`, { viewer: viewer.account })
    .getRawMany<{ imageId: string }>();
  return new Set(rows.map(({ imageId }) => imageId));
}

const placeOf = ([askedFor = '', imageId = '', instanceId = '']: readonly string[]): Drifting => ({
  askedFor,
  imageId,
  instanceId,
});
