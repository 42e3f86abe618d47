import type { DataSource, EntityManager } from 'typeorm';
import { LATEST, type FamilyId } from '#machine-images';
import { askedForChannel, askedOfFamily } from '../instances/asked-for';
import { InstanceRow } from '../instances/instance.row';
import type { DriftGroup } from './judgement';
import { FamilyLeadRow, RevokedImageRow, VersionLeadRow } from './lead.rows';

export interface DriftFilters {
  /** Whose instances. */
  readonly ownerId?: string;
  /** What they were asked to run. */
  readonly family?: FamilyId;
  readonly channel?: string;
}

/** An instance that drifts. */
export interface Drifting {
  readonly askedFor: string;
  readonly imageId: string;
  readonly instanceId: string;
}

/** After everything that a wish of a family, or of one channel of it, can be. */
const END = '~';

/** The SQL that goes from group to group of what lives, and to the instances of a group. */
export class DriftGroups {
  private readonly range: readonly [from: string, to: string];
  private readonly table: Record<'instances' | 'families' | 'versions' | 'revoked', string>;
  private readonly living: string;

  constructor(
    database: DataSource,
    private readonly manager: EntityManager,
    private readonly filters: DriftFilters,
  ) {
    const tableOf = (row: typeof InstanceRow | typeof FamilyLeadRow): string =>
      database.getMetadata(row).tablePath;
    this.table = {
      instances: tableOf(InstanceRow),
      families: database.getMetadata(FamilyLeadRow).tablePath,
      versions: database.getMetadata(VersionLeadRow).tablePath,
      revoked: database.getMetadata(RevokedImageRow).tablePath,
    };
    this.range = rangeOf(filters);
    // The index by owner is of use only to who names one.
    const owner = filters.ownerId === undefined ? '$1::text IS NULL' : 'i.owner_id = $1';
    this.living = `i.valid_to IS NULL AND i.state <> 'terminated' AND ${owner}
      AND i.asked_for >= $2 AND i.asked_for < $3`;
  }

  /** From the one named on; it too. */
  async from(group: Pick<Drifting, 'askedFor' | 'imageId'>, take: number): Promise<readonly DriftGroup[]> {
    const { instances, families, versions, revoked } = this.table;
    // What was scheduled is so by itself.
    const isRevoked = (imageId: string): string =>
      `EXISTS (SELECT FROM ${revoked} r WHERE r.image_id = ${imageId}
         AND (r.revocations <> '[]' OR r.revoke_at <= now()))`;
    const next = (comparison: string): string => `
      SELECT i.asked_for, coalesce(i.root_volume_image_id, '') AS image_id FROM ${instances} i
      WHERE ${this.living} AND (i.asked_for, coalesce(i.root_volume_image_id, '')) ${comparison}
      ORDER BY i.asked_for, coalesce(i.root_volume_image_id, '') LIMIT 1`;
    return this.manager.query<DriftGroup[]>(
      `WITH RECURSIVE groups AS (
         (${next('>= ($4, $5)')})
         UNION ALL
         SELECT following.* FROM groups, LATERAL (${next('> (groups.asked_for, groups.image_id)')}) following)
       SELECT g.asked_for AS "askedFor", g.image_id AS "imageId",
         ${isRevoked('g.image_id')} AS "isRevoked",
         runs.version AS "runsVersion", wish.version AS "wantedVersion", wanted.image_id AS "wantedImageId",
         ${isRevoked('wanted.image_id')} AS "isWantedRevoked",
         f.owner_id AS "familyOwnerId", f.name AS "familyName", latest.image_id AS "latestImageId"
       FROM (SELECT * FROM groups LIMIT $6) g
       LEFT JOIN LATERAL (
         SELECT v.owner_id, v.name FROM ${versions} v WHERE g.asked_for = '' AND v.image_id = g.image_id
         ORDER BY v.owner_id, v.name LIMIT 1) holding ON true
       LEFT JOIN ${families} f ON f.owner_id = coalesce(holding.owner_id, split_part(g.asked_for, '/', 1))
         AND f.name = coalesce(holding.name, split_part(g.asked_for, '/', 2))
       LEFT JOIN LATERAL (
         SELECT CASE WHEN g.asked_for LIKE '%#%' THEN split_part(g.asked_for, '#', 2)
           ELSE f.channels ->> split_part(g.asked_for, '/', 3) END::integer AS version) wish ON true
       LEFT JOIN ${versions} wanted ON wanted.owner_id = f.owner_id AND wanted.name = f.name
         AND wanted.version = wish.version
       LEFT JOIN ${versions} latest ON latest.owner_id = f.owner_id AND latest.name = f.name
         AND latest.version = (f.channels ->> '${LATEST}')::integer
       LEFT JOIN LATERAL (
         SELECT v.version FROM ${versions} v
         WHERE v.image_id = g.image_id AND v.owner_id = f.owner_id AND v.name = f.name LIMIT 1) runs ON true
       ORDER BY g.asked_for, g.image_id`,
      [...this.parameters, group.askedFor, group.imageId, take],
    );
  }

  /** Of these groups, in their order. */
  async instances(
    groups: readonly Pick<Drifting, 'askedFor' | 'imageId'>[],
    take: number,
    after: Drifting | undefined,
  ): Promise<readonly Drifting[]> {
    return this.manager.query<Drifting[]>(
      `SELECT g.asked_for AS "askedFor", g.image_id AS "imageId", found.instance_id AS "instanceId"
       FROM unnest($4::text[], $5::text[]) WITH ORDINALITY AS g (asked_for, image_id, number), LATERAL (
         SELECT i.instance_id FROM ${this.table.instances} i
         WHERE ${this.living} AND i.asked_for = g.asked_for
           AND coalesce(i.root_volume_image_id, '') = g.image_id
           AND i.instance_id > CASE WHEN (g.asked_for, g.image_id) = ($6, $7) THEN $8 ELSE '' END
         ORDER BY i.instance_id LIMIT $9) found
       ORDER BY g.number, found.instance_id LIMIT $9`,
      [
        ...this.parameters,
        groups.map(({ askedFor }) => askedFor),
        groups.map(({ imageId }) => imageId),
        ...[after?.askedFor ?? '', after?.imageId ?? '', after?.instanceId ?? ''],
        take,
      ],
    );
  }

  private get parameters(): readonly unknown[] {
    return [this.filters.ownerId ?? null, ...this.range];
  }
}

function rangeOf({ family, channel }: DriftFilters): readonly [from: string, to: string] {
  if (family === undefined) return ['', END];
  // No wish ends in a character below this one.
  if (channel !== undefined)
    return [askedForChannel(family, channel), `${askedForChannel(family, channel)}!`];
  return [askedOfFamily(family), `${askedOfFamily(family)}${END}`];
}
