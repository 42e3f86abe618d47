import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { InstanceLifecycle, Tags } from '#machine-images';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { validAt } from '../validity';
import type { Viewer } from '../viewer';
import { InstanceRow } from './instance.row';

export interface InstanceFilters {
  /** Usage of an image is asked about by its id alone. */
  readonly region?: string;
  readonly imageId?: string;
  readonly launchId?: string;
  readonly ownerId?: string;
  readonly zone?: string;
  readonly state?: InstanceLifecycle;
  readonly tags?: Tags;
}

export interface InstanceList {
  readonly viewer: Viewer;
  readonly filters: InstanceFilters;
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

const CONDITIONS: Readonly<Record<keyof InstanceFilters, string>> = {
  region: 'instance.region = :region',
  imageId: 'instance.image_id = :imageId',
  launchId: 'instance.launch_id = :launchId',
  ownerId: 'instance.owner_id = :ownerId',
  zone: 'instance.zone = :zone',
  state: 'instance.state = :state',
  tags: 'instance.tags @> :tags::jsonb',
};

/** The instances that there are, and were: to their owners, to auditors and to administrators. */
export class Instances {
  constructor(private readonly database: DataSource) {}

  async find(instanceId: string, viewer: Viewer, asOf?: Date): Promise<InstanceRow | undefined> {
    const row = await this.visibleTo(viewer, asOf)
      .andWhere('instance.instanceId = :instanceId', { instanceId })
      .getOne();
    return row ?? undefined;
  }

  /** Newest first. */
  async list({ viewer, filters, asOf, limit, cursor }: InstanceList): Promise<Page<InstanceRow>> {
    const list = ['instances', viewer.account, viewer.mayReadAll, filters, asOf?.toISOString()];
    const query = this.visibleTo(viewer, asOf);
    for (const [name, value] of Object.entries(filters)) {
      query.andWhere(CONDITIONS[name as keyof InstanceFilters], {
        [name]: name === 'tags' ? JSON.stringify(value) : (value as unknown),
      });
    }
    if (cursor !== undefined) {
      const [launchTime, instanceId] = decodeCursor(list, cursor, 2);
      query.andWhere('(instance.launch_time, instance.instance_id) < (:launchTime::timestamptz, :after)', {
        launchTime,
        after: instanceId,
      });
    }
    const rows = await query
      .orderBy('instance.launchTime', 'DESC')
      .addOrderBy('instance.instanceId', 'DESC')
      .limit(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => row,
      (row) => encodeCursor(list, [row.launchTime.toISOString(), row.instanceId]),
    );
  }

  private visibleTo({ account, mayReadAll }: Viewer, asOf?: Date): SelectQueryBuilder<InstanceRow> {
    const query = this.database.getRepository(InstanceRow).createQueryBuilder('instance');
    const valid = validAt(query, 'instance', asOf);
    return mayReadAll ? valid : valid.andWhere('instance.owner_id = :viewer', { viewer: account });
  }
}
