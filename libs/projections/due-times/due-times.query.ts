import type { DataSource } from 'typeorm';
import { DueTimeRow } from './due-time.row';

const PAGE = 1_000;

export class DueTimes {
  constructor(private readonly database: DataSource) {}

  /** Everything whose time has come, in the order in which it did. */
  async *upTo(at: Date): AsyncGenerator<DueTimeRow> {
    for (let last: DueTimeRow | undefined; ;) {
      const page = await this.pageAfter(last, at);
      yield* page;
      if (page.length < PAGE) return;
      last = page.at(-1);
    }
  }

  /** When the next thing is due, or was. */
  async next(): Promise<Date | undefined> {
    const [first] = await this.database.getRepository(DueTimeRow).find({ order: { dueAt: 'ASC' }, take: 1 });
    return first?.dueAt;
  }

  private pageAfter(last: DueTimeRow | undefined, at: Date): Promise<DueTimeRow[]> {
    const rows = this.database.getRepository(DueTimeRow).createQueryBuilder('due');
    if (last !== undefined)
      rows.where('(due.due_at, due.kind, due.subject) > (:dueAt::timestamptz, :kind, :subject)', last);
    return rows
      .andWhere('due.dueAt <= :at', { at })
      .orderBy({ 'due.due_at': 'ASC', 'due.kind': 'ASC', 'due.subject': 'ASC' })
      .limit(PAGE)
      .getMany();
  }
}
