import { FRIEND, OWNER, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { InvalidCursor } from '../paging';
import { ResourceHistory, type HistoryItem } from './resource-history.query';

describe('The history of an image', () => {
  let ledger: ViewedLedger;
  let history: ResourceHistory;
  beforeAll(async () => {
    ledger = await viewedLedger();
    history = new ResourceHistory(ledger.database);
  });
  afterAll(() => ledger.close());

  const all = async (
    imageId: string,
    order: 'oldest-first' | 'newest-first' = 'oldest-first',
  ): Promise<readonly HistoryItem[]> => {
    await ledger.settled();
    return (await history.page(imageId, { order, limit: 100 })).items;
  };

  it('says of every change what it was before and is after', async () => {
    const imageId = await ledger.register({ name: 'golden', tags: { a: '1', b: '2' } });
    await ledger.change(imageId, { type: 'DescribeImage', description: 'one' });
    await ledger.change(imageId, { type: 'DescribeImage', description: 'two' });
    await ledger.change(imageId, { type: 'ReplaceTags', tags: { a: '3', c: '4' } });
    await ledger.share(imageId, { add: ['all', FRIEND] });
    await ledger.share(imageId, { remove: [FRIEND] });
    await ledger.share(imageId, { add: [FRIEND] });
    await ledger.deregister(imageId);
    const [created, ...changes] = await all(imageId);
    expect(created).toMatchObject({
      event: 'ImageCreated',
      after: {
        name: 'golden',
        ownerId: OWNER,
        state: 'pending',
        'tags/a': '1',
        'tags/b': '2',
        origin: { kind: 'snapshots' },
      },
    });
    expect(created?.before).toEqual({});
    expect(changes.map(({ event, before, after }) => [event, before, after])).toEqual([
      ['ImageBecameAvailable', { state: 'pending' }, { state: 'available' }],
      ['ImageDescribed', {}, { description: 'one' }],
      ['ImageDescribed', { description: 'one' }, { description: 'two' }],
      ['ImageTagged', { 'tags/a': '1' }, { 'tags/a': '3', 'tags/c': '4' }],
      ['ImageUntagged', { 'tags/b': '2' }, { 'tags/b': null }],
      ['LaunchPermissionGranted', {}, { 'launchPermissions/all': { group: 'all' } }],
      ['LaunchPermissionGranted', {}, { [`launchPermissions/${FRIEND}`]: { userId: FRIEND } }],
      [
        'LaunchPermissionRevoked',
        { [`launchPermissions/${FRIEND}`]: { userId: FRIEND } },
        { [`launchPermissions/${FRIEND}`]: null },
      ],
      ['LaunchPermissionGranted', {}, { [`launchPermissions/${FRIEND}`]: { userId: FRIEND } }],
      ['ImageDeregistered', { state: 'available' }, { state: 'deregistered' }],
    ]);
  });

  it('says who made a change, why, when, and in which request', async () => {
    const imageId = await ledger.register();
    const actor = {
      account: '999999999999',
      roles: ['platform-admin'],
      interface: 'ec2',
      personal: 'sealed',
    };
    const at = await ledger.change(
      imageId,
      { type: 'DescribeImage', description: 'one' },
      {
        actor,
        reason: 'a typo, "really"',
        correlationId: 'request-7',
        observedAt: '2026-03-01T00:00:00.000Z',
      },
    );
    const items = await all(imageId);
    expect(items[0]).toMatchObject({ reason: null, observed: false });
    expect(items[2]).toEqual({
      revision: 2,
      event: 'ImageDescribed',
      at,
      actor,
      reason: 'a typo, "really"',
      correlationId: 'request-7',
      observed: true,
      before: {},
      after: { description: 'one' },
    });
  });

  it('is of one image alone', async () => {
    const [first, second] = [await ledger.register({ description: 'born' }), await ledger.register()];
    await ledger.change(first, { type: 'DescribeImage', description: 'first' });
    await ledger.change(second, { type: 'DescribeImage', description: 'second' });
    const { before, after } = (await all(second)).at(-1)!;
    expect([before, after]).toEqual([{}, { description: 'second' }]);
    expect(await all(first)).toHaveLength(3);
    expect(await all('ami-00000000000000000')).toEqual([]);
  });

  it.each(['oldest-first', 'newest-first'] as const)('is read page by page, %s', async (order) => {
    const imageId = await ledger.register();
    for (let index = 0; index < 5; index++)
      await ledger.change(imageId, { type: 'DescribeImage', description: `${index}` });
    const whole = await all(imageId, order);
    expect(whole.map(({ revision }) => revision)).toEqual(
      order === 'oldest-first' ? [0, 1, 2, 3, 4, 5, 6] : [6, 5, 4, 3, 2, 1, 0],
    );
    const seen: HistoryItem[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await history.page(imageId, {
        order,
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items);
      cursor = page.nextCursor;
      pages++;
    } while (cursor !== undefined);
    expect(seen).toEqual(whole);
    expect(pages).toBe(3);
  });

  it('refuses the cursor of another history', async () => {
    const imageId = await ledger.register();
    await ledger.settled();
    const { nextCursor: cursor } = await history.page(imageId, { order: 'oldest-first', limit: 1 });
    const other = history.page(imageId, { order: 'newest-first', limit: 1, cursor: cursor! });
    await expect(other).rejects.toThrow(InvalidCursor);
    await expect(history.page('ami-0', { order: 'oldest-first', limit: 1, cursor: cursor! })).rejects.toThrow(
      InvalidCursor,
    );
  });
});
