import { IsNull, MoreThan, type DataSource } from 'typeorm';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { ServiceTokenRow } from './service-token.row';

export class ServiceTokens {
  constructor(private readonly database: DataSource) {}

  /** The token with this hash, if it may be used at this time. */
  async valid(tokenHash: string, at: Date): Promise<ServiceTokenRow | undefined> {
    const row = await this.database.getRepository(ServiceTokenRow).findOne({
      where: [
        { tokenHash, revokedAt: IsNull(), expiresAt: IsNull() },
        { tokenHash, revokedAt: IsNull(), expiresAt: MoreThan(at) },
      ],
    });
    return row ?? undefined;
  }

  async find(tokenId: string): Promise<ServiceTokenRow | undefined> {
    return (await this.database.getRepository(ServiceTokenRow).findOneBy({ tokenId })) ?? undefined;
  }

  /** By id. */
  async list({
    account,
    limit,
    cursor,
  }: {
    account?: string;
    limit: number;
    cursor?: string;
  }): Promise<Page<ServiceTokenRow>> {
    const list = ['service-tokens', account];
    const [after = ''] = cursor === undefined ? [] : decodeCursor(list, cursor, 1);
    const rows = await this.database.getRepository(ServiceTokenRow).find({
      where: { tokenId: MoreThan(after), ...(account === undefined ? {} : { account }) },
      order: { tokenId: 'ASC' },
      take: limit + 1,
    });
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ tokenId }) => encodeCursor(list, [tokenId]),
    );
  }
}
