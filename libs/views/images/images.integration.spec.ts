import { setTimeout } from 'node:timers/promises';
import {
  FRIEND,
  OWNER,
  REGION,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { images as imageCategory } from '#machine-images';
import { wish } from '../../../test/support/ledger';
import { finish, toBeMade } from '../../machine-images/image/image.testing';
import { Images, type ImageFilters, type ImageList } from './images.query';

const viewerOf = (account: string) => ({ account, mayReadAll: false });
const AUDITOR = { account: '999999999999', mayReadAll: true };
const before = (time: Date): Date => new Date(time.getTime() - 1);

describe('Images', () => {
  let ledger: ViewedLedger;
  let images: Images;
  beforeAll(async () => {
    ledger = await viewedLedger();
    images = new Images(ledger.database);
  });
  afterAll(() => ledger.close());

  /** Every spec has a region of its own, and sees what it wrote and nothing else. */
  let region: string;
  let regions = 0;
  beforeEach(() => (region = `region-${++regions}`));

  const list = async ({
    filters = {},
    ...wanted
  }: Partial<Omit<ImageList, 'filters'>> & { filters?: Partial<ImageFilters> } = {}) => {
    await ledger.settled();
    return images.list({ viewer: viewerOf(OWNER), limit: 100, filters: { region, ...filters }, ...wanted });
  };
  const ids = async (wanted: Parameters<typeof list>[0] = {}): Promise<string[]> =>
    (await list(wanted)).items.map(({ imageId }) => imageId);
  const register = (registering: Parameters<ViewedLedger['register']>[0] = {}): Promise<string> =>
    ledger.register({ region, ...registering });
  const find = async (imageId: string, account: string, asOf?: Date) => {
    await ledger.settled();
    return images.find(imageId, viewerOf(account), asOf);
  };

  it('have everything that they were registered with', async () => {
    const imageId = await register({ name: 'golden', description: 'what we run', tags: { team: 'core' } });
    expect(await find(imageId, OWNER)).toMatchObject({
      imageId,
      ownerId: OWNER,
      region,
      name: 'golden',
      description: 'what we run',
      state: 'available',
      visibility: 'private',
      deregistrationTime: null,
      origin: { kind: 'snapshots' },
      content: { architecture: 'x86_64', blockDeviceMappings: [{ deviceName: '/dev/sda1' }] },
      tags: { team: 'core' },
      revision: 1,
    });
  });

  describe('to an account that does not own them', () => {
    it('exist while they are public', async () => {
      const imageId = await register();
      expect(await find(imageId, STRANGER)).toBeUndefined();
      await ledger.share(imageId, { add: ['all'] });
      expect(await find(imageId, STRANGER)).toMatchObject({ imageId, visibility: 'public' });
      expect(await ids({ viewer: viewerOf(STRANGER) })).toEqual([imageId]);
      await ledger.share(imageId, { remove: ['all'] });
      expect(await find(imageId, STRANGER)).toBeUndefined();
      expect(await ids({ viewer: viewerOf(STRANGER) })).toEqual([]);
    });
    it('exist while they are shared with it', async () => {
      const imageId = await register();
      await ledger.share(imageId, { add: [FRIEND] });
      expect(await find(imageId, FRIEND)).toMatchObject({ imageId, visibility: 'shared' });
      expect(await find(imageId, STRANGER)).toBeUndefined();
      expect(await ids({ viewer: viewerOf(FRIEND) })).toEqual([imageId]);
      expect(await ids({ viewer: viewerOf(STRANGER) })).toEqual([]);
      await ledger.share(imageId, { remove: [FRIEND] });
      expect(await find(imageId, OWNER)).toMatchObject({ visibility: 'private' });
      expect(await find(imageId, FRIEND)).toBeUndefined();
      expect(await ids({ viewer: viewerOf(FRIEND) })).toEqual([]);
    });
    it('are gone once they are deregistered; their owner still finds them', async () => {
      const imageId = await register();
      await ledger.share(imageId, { add: ['all', FRIEND] });
      const at = await ledger.deregister(imageId);
      expect(await find(imageId, FRIEND)).toBeUndefined();
      expect(await find(imageId, OWNER)).toMatchObject({ state: 'deregistered', deregistrationTime: at });
      for (const account of [OWNER, FRIEND]) expect(await ids({ viewer: viewerOf(account) })).toEqual([]);
      expect(await ids({ filters: { state: 'deregistered' } })).toEqual([imageId]);
      expect(await ids({ filters: { state: 'deregistered' }, viewer: viewerOf(FRIEND) })).toEqual([]);
    });
    it('all exist when it may read all', async () => {
      const imageId = await register();
      expect(await ids({ viewer: AUDITOR })).toEqual([imageId]);
      expect(await images.find(imageId, AUDITOR)).toMatchObject({ imageId });
    });
  });

  describe('as of a time', () => {
    it('are what they were before and after each change', async () => {
      const imageId = await register({ tags: { a: '1' } });
      const { creationDate } = (await find(imageId, OWNER))!;
      const described = await ledger.change(imageId, { type: 'DescribeImage', description: 'new' });
      const tagged = await ledger.change(imageId, { type: 'ReplaceTags', tags: { b: '2' } });
      const shared = await ledger.share(imageId, { add: [FRIEND, 'all'] });
      const unshared = await ledger.share(imageId, { remove: ['all'] });
      const gone = await ledger.deregister(imageId);
      const then = async (asOf: Date): Promise<unknown> => {
        const [row] = (await list({ asOf, filters: {} })).items;
        const found = await find(imageId, OWNER, asOf);
        if (found?.state !== 'deregistered') expect(found).toEqual(row);
        return found && [found.state, found.description, found.tags, found.visibility];
      };
      expect(await then(before(creationDate))).toBeUndefined();
      expect(await then(creationDate)).toEqual(['available', null, { a: '1' }, 'private']);
      expect(await then(before(described))).toEqual(['available', null, { a: '1' }, 'private']);
      expect(await then(described)).toEqual(['available', 'new', { a: '1' }, 'private']);
      expect(await then(before(tagged))).toEqual(['available', 'new', { a: '1' }, 'private']);
      expect(await then(tagged)).toEqual(['available', 'new', { b: '2' }, 'private']);
      expect(await then(before(shared))).toEqual(['available', 'new', { b: '2' }, 'private']);
      expect(await then(shared)).toEqual(['available', 'new', { b: '2' }, 'public']);
      expect(await then(before(unshared))).toEqual(['available', 'new', { b: '2' }, 'public']);
      expect(await then(unshared)).toEqual(['available', 'new', { b: '2' }, 'shared']);
      expect(await then(before(gone))).toEqual(['available', 'new', { b: '2' }, 'shared']);
      expect(await then(gone)).toEqual(['deregistered', 'new', { b: '2' }, 'shared']);
    });

    it('show another account only what it could launch then and can launch now', async () => {
      const [kept, taken, late] = [await register(), await register(), await register()];
      for (const imageId of [kept, taken]) await ledger.share(imageId, { add: [FRIEND] });
      const { recordedAt: then } = await ledger.record('imagename-x', {
        type: 'ImageNameReleased',
        data: { imageId: 'ami-0', name: 'x' },
      });
      await ledger.share(taken, { remove: [FRIEND] });
      await ledger.share(late, { add: ['all'] });
      const viewer = viewerOf(FRIEND);
      expect(await ids({ viewer, asOf: then })).toEqual([kept]);
      expect(await ids({ viewer })).toEqual([late, kept]);
      expect(await find(taken, FRIEND, then)).toBeUndefined();
      expect(await find(late, FRIEND, then)).toBeUndefined();
      expect(await find(kept, FRIEND, then)).toMatchObject({ imageId: kept });
      expect(await ids({ asOf: then })).toEqual([late, taken, kept]);
      expect(await ids({ asOf: then, viewer: AUDITOR })).toEqual([late, taken, kept]);
    });

    it('show another account nothing of what is deregistered by now', async () => {
      const imageId = await register();
      const then = await ledger.share(imageId, { add: ['all', FRIEND] });
      await ledger.deregister(imageId);
      expect(await ids({ viewer: viewerOf(FRIEND), asOf: then })).toEqual([]);
      expect(await ids({ asOf: then })).toEqual([imageId]);
    });

    it('are what the last of several changes within one millisecond made them', async () => {
      const imageId = await register();
      const described = (description: string) => ({ type: 'ImageDescribed', data: { imageId, description } });
      const { recordedAt } = await ledger.record(`image-${imageId}`, described('first'), described('last'));
      expect(await find(imageId, OWNER, before(recordedAt))).toMatchObject({ description: null });
      expect(await find(imageId, OWNER, recordedAt)).toMatchObject({ description: 'last', revision: 3 });
      expect(await find(imageId, OWNER)).toMatchObject({ description: 'last', revision: 3 });
    });
  });

  it('say why they failed, from then on', async () => {
    const imageId = 'ami-0fedcba9876543210';
    const registration = { ...toBeMade(), imageId, region, ownerId: OWNER };
    await ledger.writePath.execute(imageCategory, imageId, { type: 'CreateImage', registration }, wish());
    expect(await find(imageId, OWNER)).toMatchObject({
      state: 'pending',
      stateMessage: null,
      origin: { kind: 'instance', instanceId: 'i-1' },
    });
    const failed = { ...finish('no room'), imageId };
    const { recordedAt } = await ledger.writePath.execute(imageCategory, imageId, failed, wish());
    expect(await find(imageId, OWNER)).toMatchObject({ state: 'failed', stateMessage: 'no room' });
    expect(await find(imageId, OWNER, before(recordedAt!))).toMatchObject({ state: 'pending' });
    expect(await ids({ filters: { state: 'failed' } })).toEqual([imageId]);
    expect(await ids({ filters: { state: 'failed' }, viewer: viewerOf(FRIEND) })).toEqual([]);
  });

  it('are revoked for the reason of whoever scheduled it, whoever came first after its time', async () => {
    const imageId = await register();
    const revokeAt = new Date(Date.now() + 30);
    await ledger.change(imageId, { type: 'RevokeImage', revokeAt }, { reason: 'it is old' });
    while (Date.now() <= revokeAt.getTime()) await setTimeout(1);
    await ledger.change(imageId, { type: 'RevokeImage' }, { reason: 'it is bad' });
    const shown = await find(imageId, OWNER);
    expect(shown?.revocations).toEqual([
      { cause: { kind: 'by-hand' }, since: revokeAt.toISOString(), reason: 'it is old' },
    ]);
    expect(await find(imageId, OWNER, revokeAt)).toMatchObject({ revocations: shown?.revocations });
  });

  it('that nobody registered are not there', async () => {
    expect(await find('ami-00000000000000000', OWNER)).toBeUndefined();
    expect(REGION).not.toBe(region);
    expect(await ids()).toEqual([]);
  });
});
