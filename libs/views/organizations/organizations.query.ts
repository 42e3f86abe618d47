import type { DataSource } from 'typeorm';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { validAt } from '../validity';
import { OrganizationAccountRow } from './organization-account.row';

export interface OrganizationPage {
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

export class Organizations {
  constructor(private readonly database: DataSource) {}

  /** The accounts of an organization, of all its units, now or at a time; by account. */
  async accounts(
    organizationId: string,
    { asOf, limit, cursor }: OrganizationPage,
  ): Promise<Page<OrganizationAccountRow>> {
    const list = ['organization-accounts', organizationId, asOf?.toISOString()];
    const [after = ''] = cursor === undefined ? [] : decodeCursor(list, cursor, 1);
    const members = this.database.getRepository(OrganizationAccountRow).createQueryBuilder('member');
    const rows = await validAt(members, 'member', asOf)
      .andWhere('member.organizationId = :organizationId', { organizationId })
      .andWhere('member.account > :after', { after })
      .orderBy('member.account')
      .limit(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ account }) => encodeCursor(list, [account]),
    );
  }
}
