import type { DataSource } from 'typeorm';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { validAt } from '../validity';
import { RootVolumeReplacementRow } from './root-volume-replacement.row';

export interface RootVolumeReplacementList {
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

/** How the root volumes of an instance came to be replaced. Whoever may know of the instance may know of this. */
export class RootVolumeReplacements {
  constructor(private readonly database: DataSource) {}

  /** Newest first. */
  async list(
    instanceId: string,
    { asOf, limit, cursor }: RootVolumeReplacementList,
  ): Promise<Page<RootVolumeReplacementRow>> {
    const list = ['root-volume-replacements', instanceId, asOf?.toISOString()];
    const replacements = this.database.getRepository(RootVolumeReplacementRow).createQueryBuilder('task');
    const query = validAt(replacements, 'task', asOf)
      .andWhere('task.instanceId = :instanceId', { instanceId })
      .orderBy('task.startTime', 'DESC')
      .addOrderBy('task.replaceRootVolumeTaskId', 'DESC')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const [startTime, after] = decodeCursor(list, cursor, 2);
      query.andWhere('(task.startTime, task.replaceRootVolumeTaskId) < (:startTime::timestamptz, :after)', {
        startTime,
        after,
      });
    }
    return pageOf(
      await query.getMany(),
      limit,
      (row) => row,
      (row) => encodeCursor(list, [row.startTime.toISOString(), row.replaceRootVolumeTaskId]),
    );
  }
}
