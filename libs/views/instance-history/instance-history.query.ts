import type { DataSource } from 'typeorm';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { InstanceHistoryRow } from './instance-history.row';

export interface InstanceHistoryPage {
  readonly order: 'oldest-first' | 'newest-first';
  readonly limit: number;
  readonly cursor?: string;
}

export class InstanceHistory {
  constructor(private readonly database: DataSource) {}

  async page(
    instanceId: string,
    { order, limit, cursor }: InstanceHistoryPage,
  ): Promise<Page<InstanceHistoryRow>> {
    const list = ['instance-history', instanceId, order];
    const query = this.database
      .getRepository(InstanceHistoryRow)
      .createQueryBuilder('history')
      .where('history.instanceId = :instanceId', { instanceId });
    if (cursor !== undefined) {
      const [after] = decodeCursor(list, cursor, 1);
      query.andWhere(`history.revision ${order === 'oldest-first' ? '>' : '<'} :after`, {
        after: Number(after),
      });
    }
    const rows = await query
      .orderBy('history.revision', order === 'oldest-first' ? 'ASC' : 'DESC')
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
