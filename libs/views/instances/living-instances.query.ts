import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { FamilyId, InstanceLifecycle } from '#machine-images';
import { VersionLeadRow } from '../drift/lead.rows';
import { askedForChannel } from './asked-for';
import { InstanceRow } from './instance.row';

export interface LivingInstance {
  readonly instanceId: string;
  readonly ownerId: string;
  readonly state: InstanceLifecycle;
  /** What it runs, where that is of the family. */
  readonly imageId: string | null;
  readonly version: number | null;
}

export interface LivingInstances {
  readonly count: number;
  /** The first of them. */
  readonly items: readonly LivingInstance[];
}

/** Instances that are not terminated, for whoever owns what they run. */
export class Living {
  constructor(private readonly database: DataSource) {}

  /** Those that were asked to run what a channel says, and run something else than the image. */
  async apartFrom(
    family: FamilyId,
    channel: string,
    imageId: string | null,
    take: number,
  ): Promise<LivingInstances> {
    const query = this.query(family)
      .andWhere('instance.askedFor = :askedFor', { askedFor: askedForChannel(family, channel) })
      .andWhere("coalesce(instance.rootVolumeImageId, '') <> :imageId", { imageId: imageId ?? '' });
    const { count, items } = await read(query, take);
    // What else it runs is no business of the owner of the family.
    return { count, items: items.map((one) => (one.version === null ? { ...one, imageId: null } : one)) };
  }

  /** Those that run an image. */
  async running(imageId: string, take: number): Promise<LivingInstances> {
    const query = this.query(undefined).andWhere('instance.rootVolumeImageId = :imageId', { imageId });
    return read(query, take);
  }

  async only(instanceId: string): Promise<LivingInstances> {
    return read(this.query(undefined).andWhere('instance.instanceId = :instanceId', { instanceId }), 1);
  }

  private query(family: FamilyId | undefined): SelectQueryBuilder<InstanceRow> {
    const { tablePath } = this.database.getMetadata(VersionLeadRow);
    const inFamily = family === undefined ? 'true' : 'v.owner_id = :familyOwner AND v.name = :familyName';
    return this.database
      .getRepository(InstanceRow)
      .createQueryBuilder('instance')
      .where("instance.validTo IS NULL AND instance.state <> 'terminated'")
      .setParameters({ familyOwner: family?.ownerId, familyName: family?.name })
      .addSelect(
        `(SELECT v.version FROM ${tablePath} v WHERE v.image_id = instance.root_volume_image_id AND ${inFamily}
          ORDER BY v.owner_id, v.name LIMIT 1)`,
        'version',
      );
  }
}

async function read(query: SelectQueryBuilder<InstanceRow>, take: number): Promise<LivingInstances> {
  const count = await query.clone().getCount();
  const { entities, raw } = await query
    .orderBy('instance.instanceId')
    .limit(take)
    .getRawAndEntities<{ version: number | null }>();
  const items = entities.map(({ instanceId, ownerId, state, rootVolumeImageId }, index) => {
    const version = raw[index]?.version ?? null;
    return { instanceId, ownerId, state, imageId: rootVolumeImageId, version };
  });
  return { count, items };
}
