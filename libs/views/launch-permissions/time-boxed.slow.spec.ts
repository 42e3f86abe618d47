import { setTimeout } from 'node:timers/promises';
import {
  FRIEND,
  OWNER,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { wish } from '../../../test/support/ledger';
import { images as ofImages } from '../../machine-images';
import { Images, type ImageFilters } from '../images/images.query';
import { LaunchPermissions } from './launch-permissions.query';

const viewerOf = (account: string) => ({ account, mayReadAll: false });
const before = (time: Date): Date => new Date(time.getTime() - 1);
const NEVER = { allowed: false, because: 'no-launch-permission' };
const FAR = new Date('2040-01-01T00:00:00.000Z');

/** Enough for a grant to be on record before it is over. */
const SOON = 3_000;

describe('Launch permissions with an end', () => {
  let ledger: ViewedLedger;
  let images: Images;
  let permissions: LaunchPermissions;
  let region: string;
  let imageId: string;
  let regions = 0;

  beforeAll(async () => {
    ledger = await viewedLedger();
    images = new Images(ledger.database);
    permissions = new LaunchPermissions(ledger.database);
  });
  beforeEach(async () => {
    region = `region-${++regions}`;
    imageId = await ledger.register({ region });
  });
  afterAll(() => ledger.close());

  const access = async (account: string, asOf?: Date) => {
    await ledger.settled();
    return permissions.access(imageId, account, asOf);
  };
  const listed = async (account: string, filters: Partial<ImageFilters> = {}, asOf?: Date) => {
    await ledger.settled();
    const list = { viewer: viewerOf(account), filters: { region, ...filters }, limit: 10 };
    const { items } = await images.list({ ...list, ...(asOf === undefined ? {} : { asOf }) });
    return items.map(({ visibility }) => visibility);
  };
  const principals = async (asOf?: Date) => {
    await ledger.settled();
    const { items } = await permissions.page(imageId, { limit: 10, ...(asOf === undefined ? {} : { asOf }) });
    return items.map(({ principal }) => principal);
  };
  /** Shares it until soon; answers when that was recorded, and when it is over. */
  const shareUntilSoon = async (...add: readonly string[]) => {
    const until = new Date(Date.now() + SOON);
    const from = await ledger.share(imageId, { add, until });
    expect(from.getTime()).toBeLessThan(until.getTime());
    return { from, until };
  };
  const over = async (time: Date): Promise<void> => {
    while (Date.now() <= time.getTime()) await setTimeout(5);
  };
  const announce = async (name: string, expiresAt: Date): Promise<void> => {
    const principal = name === 'all' ? ({ group: 'all' } as const) : { userId: name };
    const command = { type: 'ExpireLaunchPermission', imageId, principal, expiresAt, at: expiresAt } as const;
    const { events } = await ledger.writePath.execute(ofImages, imageId, command, wish());
    expect(events).toHaveLength(1);
  };

  it.each(['not announced yet', 'announced'])('are over by themselves at that time, %s', async (how) => {
    const { from, until } = await shareUntilSoon(FRIEND);
    await over(until);
    if (how === 'announced') await announce(FRIEND, until);

    expect(await access(FRIEND)).toEqual(NEVER);
    expect(await access(FRIEND, from)).toMatchObject({ allowed: true, since: from, expiresAt: until });
    expect(await access(FRIEND, before(until))).toMatchObject({ allowed: true, grounds: 'account' });
    expect(await access(FRIEND, until)).toEqual(NEVER);
    expect([await principals(), await principals(before(until)), await principals(until)]).toEqual([
      [],
      [FRIEND],
      [],
    ]);
    expect(await images.find(imageId, viewerOf(FRIEND))).toBeUndefined();
    expect(await listed(FRIEND)).toEqual([]);
    expect(await listed(FRIEND, { executableBy: 'self' })).toEqual([]);
    expect(await listed(OWNER, { executableBy: FRIEND })).toEqual([]);
    expect(await listed(OWNER, { executableBy: FRIEND }, before(until))).toEqual(['shared']);
    expect(await listed(OWNER, { executableBy: FRIEND }, until)).toEqual([]);
    expect(await listed(OWNER, { visibility: 'shared' })).toEqual([]);
    expect(await listed(OWNER, { visibility: 'private' })).toEqual(['private']);
    expect(await listed(OWNER, { visibility: 'shared' }, before(until))).toEqual(['shared']);
    expect(await listed(OWNER, { visibility: 'private' }, until)).toEqual(['private']);
    // What was taken from them is not theirs to look at any more.
    expect(await listed(FRIEND, {}, before(until))).toEqual([]);
  });

  it.each(['not announced yet', 'announced'])(
    'make an image private again by themselves, %s',
    async (how) => {
      const { until } = await shareUntilSoon('all');
      await ledger.settled();
      const { creationDate } = (await images.find(imageId, viewerOf(OWNER)))!;
      await over(until);
      if (how === 'announced') await announce('all', until);

      const last = new Date(creationDate);
      last.setUTCFullYear(last.getUTCFullYear() + 2);
      expect(await listed(STRANGER)).toEqual([]);
      expect(await images.find(imageId, viewerOf(STRANGER))).toBeUndefined();
      expect(await listed(OWNER)).toEqual(['private']);
      expect(await listed(OWNER, { executableBy: 'all' })).toEqual([]);
      expect(await listed(OWNER, { visibility: 'public' }, before(until))).toEqual(['public']);
      expect(await listed(OWNER, { visibility: 'public' }, until)).toEqual([]);
      expect(await images.find(imageId, viewerOf(OWNER))).toMatchObject({ deprecationTime: null });
      expect(await images.find(imageId, viewerOf(OWNER), before(until))).toMatchObject({
        deprecationTime: last,
      });
      expect(await images.find(imageId, viewerOf(OWNER), until)).toMatchObject({ deprecationTime: null });
      expect(await access(STRANGER, before(until))).toMatchObject({ allowed: true, grounds: 'public' });
      expect(await access(STRANGER, until)).toEqual(NEVER);
    },
  );

  it('are renewed without a break, on the word of who did so', async () => {
    const { from, until } = await shareUntilSoon(FRIEND);
    await ledger.share(imageId, { add: [FRIEND], until: FAR }, { reason: 'once more' });
    await over(until);
    const renewed = { allowed: true, since: from, expiresAt: FAR, reason: 'once more' };
    expect(await access(FRIEND)).toMatchObject(renewed);
    expect(await access(FRIEND, until)).toMatchObject(renewed);
    await ledger.share(imageId, { add: [FRIEND] });
    expect(await access(FRIEND)).not.toHaveProperty('expiresAt');
    expect(await access(FRIEND)).toMatchObject({ since: from });
  });

  it('begin anew where they are granted after their end', async () => {
    const { until } = await shareUntilSoon(FRIEND);
    await over(until);
    const again = await ledger.share(imageId, { add: [FRIEND], until: FAR });
    expect(await access(FRIEND)).toMatchObject({ allowed: true, since: again });
    expect(await access(FRIEND, before(again))).toEqual(NEVER);
  });

  it('leave an image to those who have another ground', async () => {
    const { until } = await shareUntilSoon(FRIEND);
    await ledger.share(imageId, { add: ['all'] });
    await over(until);
    expect(await access(FRIEND)).toMatchObject({ allowed: true, grounds: 'public' });
    expect(await listed(FRIEND)).toEqual(['public']);
    expect(await listed(FRIEND, {}, before(until))).toEqual(['public']);
  });
});
