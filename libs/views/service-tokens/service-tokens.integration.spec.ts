import { serviceTokens as tokens, type ServiceTokenIssuedData } from '#access';
import { wish } from '../../../test/support/ledger';
import { viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { ServiceTokens } from './service-tokens.query';

const EXPIRY = new Date('2031-01-01T00:00:00.000Z');

describe('Service tokens', () => {
  let ledger: ViewedLedger;
  let serviceTokens: ServiceTokens;
  beforeAll(async () => {
    ledger = await viewedLedger();
    serviceTokens = new ServiceTokens(ledger.database);
  });
  afterAll(() => ledger.close());

  async function issue(tokenId: string, data: Partial<ServiceTokenIssuedData> = {}): Promise<void> {
    const issued: ServiceTokenIssuedData = {
      tokenId,
      account: '111122223333',
      subject: 'sealed',
      roles: ['member', 'auditor'],
      tokenHash: `hash of ${tokenId}`,
      ...data,
    };
    await ledger.writePath.execute(
      tokens,
      tokenId,
      { type: 'IssueServiceToken', issue: issued, at: new Date() },
      wish(),
    );
    await ledger.settled();
  }
  async function revoke(tokenId: string): Promise<Date | undefined> {
    const { recordedAt } = await ledger.writePath.execute(
      tokens,
      tokenId,
      { type: 'RevokeServiceToken', tokenId },
      wish(),
    );
    await ledger.settled();
    return recordedAt;
  }
  const valid = (tokenId: string, at = new Date()) => serviceTokens.valid(`hash of ${tokenId}`, at);

  it('are valid once they are issued, to whom and for what they were', async () => {
    await issue('valid');
    expect(await valid('valid')).toEqual({
      tokenId: 'valid',
      account: '111122223333',
      subject: 'sealed',
      roles: ['member', 'auditor'],
      tokenHash: 'hash of valid',
      issuedAt: expect.any(Date) as Date,
      expiresAt: null,
      revokedAt: null,
    });
    expect(await valid('unknown')).toBeUndefined();
  });

  it('are valid until they expire', async () => {
    await issue('expiring', { expiresAt: EXPIRY.toISOString() });
    expect(await valid('expiring', new Date(EXPIRY.getTime() - 1))).toMatchObject({ expiresAt: EXPIRY });
    expect(await valid('expiring', EXPIRY)).toBeUndefined();
  });

  it('are not valid once they are revoked, but still there', async () => {
    await issue('revoked');
    await issue('revoked-expiring', { expiresAt: EXPIRY.toISOString() });
    const revokedAt = await revoke('revoked');
    await revoke('revoked-expiring');
    expect(await valid('revoked')).toBeUndefined();
    expect(await valid('revoked-expiring')).toBeUndefined();
    expect(await serviceTokens.find('revoked')).toMatchObject({ tokenId: 'revoked', revokedAt });
    expect(await serviceTokens.find('unknown')).toBeUndefined();
  });

  it('are listed by id, page by page, of one account or of all', async () => {
    const account = '444455556666';
    for (const id of ['list-c', 'list-a', 'list-b']) await issue(id, { account });
    await issue('list-aa', { account: '555566667777' });
    const ids = async (of: { account?: string; limit: number; cursor?: string }) => {
      const { items, nextCursor } = await serviceTokens.list(of);
      return { ids: items.map(({ tokenId }) => tokenId), nextCursor };
    };
    const first = await ids({ account, limit: 2 });
    expect(first.ids).toEqual(['list-a', 'list-b']);
    expect(await ids({ account, limit: 2, cursor: first.nextCursor! })).toEqual({ ids: ['list-c'] });
    expect((await ids({ limit: 100 })).ids).toEqual(expect.arrayContaining(['list-a', 'list-aa', 'valid']));
    expect((await ids({ account: '000000000000', limit: 2 })).ids).toEqual([]);
  });
});
