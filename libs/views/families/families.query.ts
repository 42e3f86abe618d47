import type { DataSource } from 'typeorm';
import { LATEST, type FamilyId } from '#machine-images';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { validAt } from '../validity';
import type { Viewer } from '../viewer';
import { ChannelMovementRow, FamilyRow, ImageVersionRow } from './family.rows';

/** A channel, and the version that it points at: none, where nothing good is left. */
export interface Channel {
  readonly channel: string;
  readonly version: number | null;
  readonly imageId: string | null;
  readonly since: Date;
}

export interface FamilyPage {
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

export interface ListOfFamilies extends FamilyPage {
  readonly ownerId?: string;
}

export class Families {
  constructor(private readonly database: DataSource) {}

  /** Exists for its owner, auditors and platform administrators. */
  async find({ ownerId, name }: FamilyId, viewer: Viewer, asOf?: Date): Promise<FamilyRow | undefined> {
    if (!viewer.mayReadAll && viewer.account !== ownerId) return undefined;
    const family = await this.database.getRepository(FamilyRow).findOneBy({ ownerId, name });
    return family === null || (asOf !== undefined && family.creationDate > asOf) ? undefined : family;
  }

  /** Whether it is there, and kept from who asks. */
  async isHidden(id: FamilyId, viewer: Viewer): Promise<boolean> {
    return (await this.find(id, viewer)) === undefined && this.exists(id);
  }

  private exists({ ownerId, name }: FamilyId): Promise<boolean> {
    return this.database.getRepository(FamilyRow).existsBy({ ownerId, name });
  }

  /** By owner and name. */
  async list(viewer: Viewer, { ownerId, asOf, limit, cursor }: ListOfFamilies): Promise<Page<FamilyRow>> {
    const list = ['families', viewer.account, viewer.mayReadAll, ownerId, asOf?.toISOString()];
    const query = this.database.getRepository(FamilyRow).createQueryBuilder('family');
    if (!viewer.mayReadAll) query.andWhere('family.ownerId = :account', { account: viewer.account });
    if (ownerId !== undefined) query.andWhere('family.ownerId = :ownerId', { ownerId });
    if (asOf !== undefined) query.andWhere('family.creationDate <= :asOf', { asOf });
    if (cursor !== undefined) {
      const [owner, name] = decodeCursor(list, cursor, 2);
      query.andWhere('(family.ownerId, family.name) > (:owner, :name)', { owner, name });
    }
    const rows = await query
      .orderBy('family.ownerId')
      .addOrderBy('family.name')
      .limit(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ ownerId: owner, name }) => encodeCursor(list, [owner, name]),
    );
  }

  /** The newest first, compared as numbers. */
  async versions(
    { ownerId, name }: FamilyId,
    { asOf, limit, cursor }: FamilyPage,
  ): Promise<Page<ImageVersionRow>> {
    const list = ['versions', ownerId, name, asOf?.toISOString()];
    const [before = '2147483647'] = cursor === undefined ? [] : decodeCursor(list, cursor, 1);
    const rows = await validAt(
      this.database.getRepository(ImageVersionRow).createQueryBuilder('version'),
      'version',
      asOf,
    )
      .andWhere('version.ownerId = :ownerId AND version.name = :name', { ownerId, name })
      .andWhere('version.version < :before', { before: Number(before) })
      .orderBy('version.version', 'DESC')
      .limit(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ version }) => encodeCursor(list, [String(version)]),
    );
  }

  /** How many were published. */
  countVersions({ ownerId, name }: FamilyId, asOf?: Date): Promise<number> {
    const versions = this.database.getRepository(ImageVersionRow).createQueryBuilder('version');
    return validAt(versions, 'version', asOf)
      .andWhere('version.ownerId = :ownerId AND version.name = :name', { ownerId, name })
      .getCount();
  }

  /** By name; `latest` once there is a version. */
  channels({ ownerId, name }: FamilyId, asOf?: Date): Promise<Channel[]> {
    return this.database.query<Channel[]>(CHANNELS, [ownerId, name, asOf ?? 'infinity', LATEST]);
  }

  /** Every movement of one channel, the newest first. */
  async movements(
    { ownerId, name }: FamilyId,
    channel: string,
    { limit, cursor }: FamilyPage,
  ): Promise<Page<ChannelMovementRow>> {
    const list = ['movements', ownerId, name, channel];
    const [before = '2147483647'] = cursor === undefined ? [] : decodeCursor(list, cursor, 1);
    const rows = await this.database
      .getRepository(ChannelMovementRow)
      .createQueryBuilder('movement')
      .where('movement.ownerId = :ownerId AND movement.name = :name', { ownerId, name })
      .andWhere('movement.channel = :channel', { channel })
      .andWhere('movement.revision < :before', { before: Number(before) })
      .orderBy('movement.revision', 'DESC')
      .limit(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ revision }) => encodeCursor(list, [String(revision)]),
    );
  }
}

/**
 * A movement counts from its time on, but not before the ones that were recorded earlier. `latest` is read off the
 * versions, none of which may be good: it is as it is since the newest good one is, and all that are newer are not.
 */
const CHANNELS = `
  WITH versions AS (
    SELECT version, revoked, valid_from FROM views.image_versions_1
    WHERE owner_id = $1 AND name = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)
  ), newest AS (
    SELECT max(version) FILTER (WHERE NOT revoked) AS version FROM versions
  ), pointing AS (
    SELECT DISTINCT ON (channel) channel, to_version AS version, at
    FROM (
      SELECT channel, revision, to_version, max(at) OVER (PARTITION BY channel ORDER BY revision) AS at
      FROM views.channel_movements_1
      WHERE owner_id = $1 AND name = $2 AND channel <> $4
    ) movements
    WHERE at <= $3
    ORDER BY channel, revision DESC
  ), channels AS (
    SELECT * FROM pointing
    UNION ALL
    SELECT $4, n.version, max(v.valid_from)
    FROM newest n JOIN versions v ON v.version >= coalesce(n.version, 0)
    GROUP BY n.version
  )
  SELECT c.channel, c.version, v.image_id AS "imageId", c.at AS since
  FROM channels c
  LEFT JOIN LATERAL (
    SELECT image_id FROM views.image_versions_1
    WHERE owner_id = $1 AND name = $2 AND version = c.version LIMIT 1
  ) v ON true
  ORDER BY c.channel`;
