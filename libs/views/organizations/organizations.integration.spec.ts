import { BELOW, BESIDE, organizationArn, TOP, unitArn } from '../../../test/support/organization';
import { OWNER, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { Images, type ImageFilters } from '../images/images.query';
import { LaunchPermissions, type Access } from '../launch-permissions/launch-permissions.query';
import { InvalidCursor } from '../paging';
import { Organizations } from './organizations.query';

const AUDITOR = { account: '999999999999', mayReadAll: true };
const before = (time: Date): Date => new Date(time.getTime() - 1);

let ledger: ViewedLedger;
let numbers = 0;
/** Every spec has an organization, an account and an image of its own. */
let [organization, account, imageId, region] = ['', '', '', ''];

beforeAll(async () => {
  ledger = await viewedLedger();
});
beforeEach(async () => {
  numbers += 1;
  organization = `o-${String(numbers).padStart(10, 'a')}`;
  account = String(numbers).padStart(12, '7');
  region = `region-${numbers}`;
  imageId = await ledger.register({ region });
});
afterAll(() => ledger.close());

const share = (...add: readonly string[]): Promise<Date> =>
  ledger.share(imageId, { add }, { reason: 'ours' });
const unshare = (...remove: readonly string[]): Promise<Date> => ledger.share(imageId, { remove });
const place = (unit?: string): Promise<Date> => ledger.place(account, organization, unit);
const leave = (): Promise<Date> => ledger.leave(account, organization);

/** What access says, and that the image and the list agree with it: by id and listed, for the account itself. */
async function access(asOf?: Date): Promise<Access> {
  await ledger.settled();
  return new LaunchPermissions(ledger.database).access(imageId, account, asOf);
}
const allowed = async (asOf?: Date): Promise<unknown> => {
  const answer = await access(asOf);
  return answer.allowed && [answer.grounds, answer.since];
};
async function seen(asOf?: Date): Promise<readonly boolean[]> {
  await ledger.settled();
  const images = new Images(ledger.database);
  const viewer = { account, mayReadAll: false };
  const at = asOf === undefined ? {} : { asOf };
  const list = async (filters: Partial<ImageFilters> = {}) =>
    (await images.list({ viewer, filters: { region, ...filters }, limit: 10, ...at })).items.length === 1;
  const isFound = (await images.find(imageId, viewer, asOf)) !== undefined;
  return [isFound, await list(), await list({ executableBy: 'self' }), await list({ executableBy: account })];
}
const [EVERYWHERE, NOWHERE] = [true, false].map((is) => [is, is, is, is]);

describe('What is shared with an organization is shared with an account of it', () => {
  it('since it joined, when the grant was there before', async () => {
    const granted = await share(organization);
    const joined = await place();
    expect(await access(before(joined))).toEqual({ allowed: false, because: 'no-launch-permission' });
    expect(await seen(before(joined))).toEqual(NOWHERE);
    for (const asOf of [joined, undefined]) {
      expect(await access(asOf)).toEqual({
        allowed: true,
        grounds: 'organization',
        grantedTo: { organizationArn: organizationArn(organization) },
        since: joined,
        grantedBy: expect.objectContaining({ account: OWNER }) as unknown,
        reason: 'ours',
      });
      expect(await seen(asOf)).toEqual(EVERYWHERE);
    }
    expect(await allowed(granted)).toBe(false);
  });

  it('since the grant, when it had joined before', async () => {
    const joined = await place();
    const granted = await share(organization);
    expect(await allowed(joined)).toBe(false);
    expect(await seen(before(granted))).toEqual(NOWHERE);
    expect(await allowed(granted)).toEqual(['organization', granted]);
    expect(await seen(granted)).toEqual(EVERYWHERE);
  });

  it('until it left, and of the past it sees nothing any more', async () => {
    await share(organization);
    const joined = await place();
    const left = await leave();
    expect(await allowed(before(left))).toEqual(['organization', joined]);
    for (const asOf of [left, undefined]) expect(await allowed(asOf)).toBe(false);
    for (const asOf of [joined, left, undefined]) expect(await seen(asOf)).toEqual(NOWHERE);
  });

  it('until the grant was taken back', async () => {
    await place();
    const granted = await share(organization);
    const revoked = await unshare(organization);
    expect(await allowed(before(revoked))).toEqual(['organization', granted]);
    expect(await allowed(revoked)).toBe(false);
    expect(await seen()).toEqual(NOWHERE);
  });

  it('anew since it joined again', async () => {
    await share(organization);
    const first = await place();
    const left = await leave();
    const again = await place(TOP);
    expect(await allowed(before(left))).toEqual(['organization', first]);
    expect(await allowed(before(again))).toBe(false);
    expect(await allowed()).toEqual(['organization', again]);
    expect(await seen(first)).toEqual(EVERYWHERE);
    expect(await seen(left)).toEqual(NOWHERE);
  });

  it('and not when it is in another one', async () => {
    await share(organization);
    await ledger.place(account, 'o-otherother');
    expect(await allowed()).toBe(false);
    expect(await seen()).toEqual(NOWHERE);
  });

  it('without a gap while it is moved', async () => {
    await share(organization);
    const joined = await place();
    const moved = await place(TOP);
    for (const asOf of [joined, moved, undefined])
      expect(await allowed(asOf)).toEqual(['organization', joined]);
  });
});

describe('What is shared with a unit is shared with an account in it or below it', () => {
  it('since it moved there, and until it moved away', async () => {
    await share(`${organization}/${TOP}`);
    await place();
    const moved = await place(`${TOP}/${BELOW}`);
    const deeper = await place(TOP);
    const away = await place(`${BESIDE}/${BELOW}`);
    expect(await allowed(before(moved))).toBe(false);
    for (const asOf of [moved, deeper]) expect(await allowed(asOf)).toEqual(['organizational-unit', moved]);
    expect(await access(deeper)).toMatchObject({
      grantedTo: { organizationalUnitArn: unitArn(organization, TOP) },
    });
    expect(await allowed(away)).toBe(false);
    expect(await seen(moved)).toEqual(NOWHERE);
    await place(TOP);
    expect(await seen(moved)).toEqual(EVERYWHERE);
    expect(await seen(away)).toEqual(NOWHERE);
  });

  it('and not with one in a unit of another organization', async () => {
    await share(`o-otherother/${TOP}`);
    await place(TOP);
    expect(await allowed()).toBe(false);
  });
});

describe('The grounds', () => {
  it('are the closest that the account is named by', async () => {
    await place(`${TOP}/${BELOW}`);
    const grounds: unknown[] = [];
    for (const principal of [
      'all',
      organization,
      ...[TOP, BELOW].map((unit) => `${organization}/${unit}`),
      account,
    ]) {
      await share(principal);
      const answer = await access();
      grounds.push(answer.allowed && [answer.grounds, answer.grantedTo]);
    }
    expect(grounds).toEqual([
      ['public', undefined],
      ['organization', { organizationArn: organizationArn(organization) }],
      ['organizational-unit', { organizationalUnitArn: unitArn(organization, TOP) }],
      ['organizational-unit', { organizationalUnitArn: unitArn(organization, BELOW) }],
      ['account', undefined],
    ]);
  });
});

describe('Lists by who may launch', () => {
  it('name an account’s organization to itself, and to those who see all', async () => {
    await share(organization);
    await place();
    const direct = await ledger.register({ region });
    await ledger.share(direct, { add: [account] });
    await ledger.settled();
    const ids = async (viewer: typeof AUDITOR) => {
      const filters = { region, executableBy: account };
      const { items } = await new Images(ledger.database).list({ viewer, filters, limit: 10 });
      return items.map((item) => item.imageId);
    };
    expect(await ids({ account, mayReadAll: false })).toEqual([direct, imageId]);
    expect(await ids(AUDITOR)).toEqual([direct, imageId]);
    expect(await ids({ account: OWNER, mayReadAll: false })).toEqual([direct]);
  });
});

describe('The accounts of an organization', () => {
  const accounts = async (asOf?: Date): Promise<unknown[]> => {
    await ledger.settled();
    const page = { limit: 10, ...(asOf === undefined ? {} : { asOf }) };
    const { items } = await new Organizations(ledger.database).accounts(organization, page);
    return items.map((row) => [row.account, row.unit, row.joinedAt, row.revision]);
  };

  it('are those that joined and have not left, wherever they are in it', async () => {
    const joined = await place();
    const moved = await place(TOP);
    const left = await leave();
    const again = await place(BESIDE);
    expect(await accounts(before(joined))).toEqual([]);
    expect(await accounts(joined)).toEqual([[account, null, joined, 0]]);
    expect(await accounts(moved)).toEqual([[account, TOP, joined, 1]]);
    expect(await accounts(left)).toEqual([]);
    expect(await accounts()).toEqual([[account, BESIDE, again, 3]]);
  });

  it('are read page by page, by account', async () => {
    const wanted = ['000000000001', '000000000002', '000000000003'].map((id) => `${numbers}${id.slice(2)}`);
    for (const one of wanted.toReversed()) await ledger.place(one.padStart(12, '1'), organization);
    await ledger.settled();
    const organizations = new Organizations(ledger.database);
    const first = await organizations.accounts(organization, { limit: 2 });
    const second = await organizations.accounts(organization, { limit: 2, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map((row) => row.account)).toEqual(
      wanted.map((one) => one.padStart(12, '1')),
    );
    expect(second.nextCursor).toBeUndefined();
    const other = organizations.accounts('o-otherother', { limit: 2, cursor: first.nextCursor! });
    await expect(other).rejects.toThrow(InvalidCursor);
  });
});
