import { In, type DataSource, type SelectQueryBuilder } from 'typeorm';
import type { FamilyId, InstanceLifecycle } from '#machine-images';
import { VersionLeadRow } from '../drift/lead.rows';
import { OwnedResources, type OwnedFilters, type OwnedList } from '../owned-resources';
import type { Page } from '../paging';
import type { Viewer } from '../viewer';
import { InstanceRow } from './instance.row';

export interface InstanceFilters extends OwnedFilters {
  readonly state?: InstanceLifecycle;
  readonly zone?: string;
  readonly imageId?: string;
  /** What was launched from it, or whose root volume is from it. */
  readonly usedImageId?: string;
  readonly launchId?: string;
  /** What was launched from a version of it, or whose root volume is from one. */
  readonly usedFamily?: FamilyId & { readonly version?: number };
  /** Launched at this time or later, and before that one. */
  readonly from?: Date;
  readonly to?: Date;
}

export type InstanceList = OwnedList<InstanceFilters>;

/** The instances that there are, and were. To an account that does not own it, an instance does not exist. */
export class Instances {
  private readonly rows: OwnedResources<InstanceRow>;

  constructor(private readonly database: DataSource) {
    this.rows = new OwnedResources(database, InstanceRow, 'instanceId');
  }

  find(instanceId: string, viewer: Viewer, asOf?: Date): Promise<InstanceRow | undefined> {
    return this.rows.find(instanceId, viewer, asOf);
  }

  /** Whether what `find` did not find exists for somebody else: for the record alone. */
  isHidden(instanceId: string, viewer: Viewer): Promise<boolean> {
    return this.rows.isHidden(instanceId, viewer);
  }

  /** Terminated ones too. */
  list(list: InstanceList): Promise<Page<InstanceRow>> {
    const { zone, imageId, launchId } = list.filters;
    return this.rows.list(list, { zone, imageId, launchId }, (query) => this.narrow(query, list.filters));
  }

  private narrow(
    query: SelectQueryBuilder<InstanceRow>,
    { usedImageId, usedFamily, from, to }: InstanceFilters,
  ): void {
    if (usedImageId !== undefined)
      query.andWhere('(resource.imageId = :usedImageId OR resource.rootVolumeImageId = :usedImageId)', {
        usedImageId,
      });
    if (usedFamily !== undefined) {
      const { tablePath } = this.database.getMetadata(VersionLeadRow);
      const { ownerId, name, version } = usedFamily;
      const ofFamily = `ARRAY(SELECT v.image_id FROM ${tablePath} v WHERE v.owner_id = :familyOwner
        AND v.name = :familyName AND (:version::integer IS NULL OR v.version = :version))`;
      query.andWhere(
        `(resource.imageId = ANY (${ofFamily}) OR resource.rootVolumeImageId = ANY (${ofFamily}))`,
        { familyOwner: ownerId, familyName: name, version: version ?? null },
      );
    }
    if (from !== undefined) query.andWhere('resource.creationDate >= :from', { from });
    if (to !== undefined) query.andWhere('resource.creationDate < :to', { to });
  }

  /** Which versions of a family the images of these instances are; by image id. */
  async versionsIn(
    { ownerId, name }: FamilyId,
    rows: readonly InstanceRow[],
  ): Promise<ReadonlyMap<string, number>> {
    const imageIds = rows.flatMap(({ imageId, rootVolumeImageId }) => [
      imageId,
      rootVolumeImageId ?? imageId,
    ]);
    const found = await this.database
      .getRepository(VersionLeadRow)
      .findBy({ ownerId, name, imageId: In(imageIds) });
    return new Map(found.map(({ imageId, version }) => [imageId, version]));
  }

  /** When each of these images was last launched, by that time; by image id. */
  async lastLaunches(
    imageIds: readonly string[],
    asOf: Date | undefined,
  ): Promise<ReadonlyMap<string, Date>> {
    if (imageIds.length === 0) return new Map();
    const { tablePath } = this.database.getMetadata(InstanceRow);
    const rows = await this.database.query<{ imageId: string; at: Date }[]>(
      `SELECT image.id AS "imageId", last.creation_date AS at FROM unnest($1::text[]) image (id), LATERAL (
         SELECT i.creation_date FROM ${tablePath} i WHERE i.image_id = image.id AND i.creation_date <= $2
         ORDER BY i.creation_date DESC LIMIT 1) last`,
      [imageIds, asOf ?? 'infinity'],
    );
    return new Map(rows.map(({ imageId, at }) => [imageId, at]));
  }
}
