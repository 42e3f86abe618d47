import {
  FRIEND,
  OWNER,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { InvalidCursor } from '../paging';
import { LaunchPermissions, type Access } from './launch-permissions.query';

const before = (time: Date): Date => new Date(time.getTime() - 1);
const ADMIN = { account: '999999999999', roles: ['platform-admin'], interface: 'rest' };

describe('Launch permissions', () => {
  let ledger: ViewedLedger;
  let permissions: LaunchPermissions;
  let imageId: string;
  beforeAll(async () => {
    ledger = await viewedLedger();
    permissions = new LaunchPermissions(ledger.database);
  });
  beforeEach(async () => {
    imageId = await ledger.register();
  });
  afterAll(() => ledger.close());

  const principals = async (asOf?: Date): Promise<string[]> => {
    await ledger.settled();
    const { items } = await permissions.page(imageId, {
      limit: 100,
      ...(asOf === undefined ? {} : { asOf }),
    });
    return items.map(({ principal }) => principal);
  };
  const access = async (account: string, asOf?: Date): Promise<Access> => {
    await ledger.settled();
    return permissions.access(imageId, account, asOf);
  };
  const NONE = { allowed: false, because: 'no-launch-permission' };

  it('are the principals besides the owner, now and as of any time', async () => {
    const shared = await ledger.share(imageId, { add: [STRANGER, FRIEND] });
    const opened = await ledger.share(imageId, { add: ['all'], remove: [STRANGER] });
    const closed = await ledger.share(imageId, { remove: ['all', FRIEND] });
    expect(await principals()).toEqual([]);
    expect(await principals(before(shared))).toEqual([]);
    expect(await principals(shared)).toEqual([FRIEND, STRANGER]);
    expect(await principals(before(opened))).toEqual([FRIEND, STRANGER]);
    expect(await principals(opened)).toEqual([FRIEND, 'all']);
    expect(await principals(before(closed))).toEqual([FRIEND, 'all']);
    expect(await principals(closed)).toEqual([]);
  });

  it('say who granted them, why and in which request', async () => {
    const at = await ledger.share(
      imageId,
      { add: [FRIEND] },
      { actor: ADMIN, reason: 'they asked', correlationId: 'request-1' },
    );
    await ledger.settled();
    expect((await permissions.page(imageId, { limit: 100 })).items).toEqual([
      {
        imageId,
        principal: FRIEND,
        observed: false,
        grantedTo: { userId: FRIEND },
        validFrom: at,
        validTo: null,
        expiresAt: null,
        consent: 'not-asked',
        since: at,
        grantedBy: ADMIN,
        reason: 'they asked',
        correlationId: 'request-1',
      },
    ]);
  });

  it('begin anew when they are granted again', async () => {
    const first = await ledger.share(imageId, { add: [FRIEND] }, { reason: 'first' });
    const revoked = await ledger.share(imageId, { remove: [FRIEND] });
    const again = await ledger.share(imageId, { add: [FRIEND] }, { reason: 'again' });
    expect(await access(FRIEND)).toMatchObject({ allowed: true, since: again, reason: 'again' });
    expect(await access(FRIEND, first)).toMatchObject({ allowed: true, since: first, reason: 'first' });
    expect(await access(FRIEND, before(revoked))).toMatchObject({ allowed: true, since: first });
    expect(await access(FRIEND, revoked)).toEqual(NONE);
    expect(await access(FRIEND, before(again))).toEqual(NONE);
    expect(await access(FRIEND, before(first))).toEqual(NONE);
  });

  it('are read page by page', async () => {
    await ledger.share(imageId, { add: [STRANGER, FRIEND, 'all'] });
    await ledger.settled();
    const first = await permissions.page(imageId, { limit: 2 });
    const second = await permissions.page(imageId, { limit: 2, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map(({ principal }) => principal)).toEqual([
      FRIEND,
      STRANGER,
      'all',
    ]);
    expect(second.nextCursor).toBeUndefined();
    const { nextCursor: cursor } = await permissions.page(imageId, { limit: 1 });
    await expect(permissions.page(imageId, { limit: 2, cursor: cursor!, asOf: new Date() })).rejects.toThrow(
      InvalidCursor,
    );
  });

  it('answer nothing of a grant that was taken back within its millisecond', async () => {
    const principal = { userId: FRIEND };
    const { recordedAt } = await ledger.record(
      `image-${imageId}`,
      { type: 'LaunchPermissionGranted', data: { imageId, principal } },
      { type: 'LaunchPermissionRevoked', data: { imageId, principal } },
    );
    expect(await principals(recordedAt)).toEqual([]);
    expect(await principals()).toEqual([]);
    expect(await access(FRIEND, recordedAt)).toEqual(NONE);
  });

  describe('as access of an account', () => {
    it('let the owner launch, since the image is there', async () => {
      const granted = await access(OWNER);
      expect(granted).toMatchObject({ allowed: true, grounds: 'owner', grantedBy: null, reason: null });
      const { since } = granted as Access & { since: Date };
      expect(await access(OWNER, since)).toEqual(granted);
      expect(await access(OWNER, before(since))).toEqual({ allowed: false, because: 'unknown-image' });
    });

    it('name the grounds: the account itself before everybody', async () => {
      const opened = await ledger.share(imageId, { add: ['all'] }, { actor: ADMIN, reason: 'a gift' });
      const shared = await ledger.share(imageId, { add: [FRIEND] });
      expect(await access(STRANGER)).toEqual({
        allowed: true,
        grounds: 'public',
        since: opened,
        grantedBy: ADMIN,
        reason: 'a gift',
      });
      expect(await access(FRIEND)).toMatchObject({ grounds: 'account', since: shared });
      expect(await access(FRIEND, before(shared))).toMatchObject({ grounds: 'public', since: opened });
      await ledger.share(imageId, { remove: ['all'] });
      expect(await access(STRANGER)).toEqual(NONE);
      expect(await access(FRIEND)).toMatchObject({ grounds: 'account' });
    });

    it('end with the image, for everybody', async () => {
      await ledger.share(imageId, { add: ['all', FRIEND] });
      const gone = await ledger.deregister(imageId);
      for (const account of [OWNER, FRIEND, STRANGER]) {
        expect(await access(account)).toEqual({ allowed: false, because: 'image-deregistered' });
        expect(await access(account, before(gone))).toMatchObject({ allowed: true });
      }
    });

    it('know nothing of an image that nobody registered', async () => {
      imageId = 'ami-00000000000000000';
      expect(await access(OWNER)).toEqual({ allowed: false, because: 'unknown-image' });
    });
  });
});
