import {
  FRIEND,
  OWNER,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { Images, type ImageFilters } from './images.query';

const viewerOf = (account: string) => ({ account, mayReadAll: false });
const AUDITOR = { account: '999999999999', mayReadAll: true };
const PAST = new Date('2026-01-01T00:00:00.000Z');

describe('Images that are deprecated', () => {
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
  let imageId: string;
  beforeEach(async () => {
    region = `region-${++regions}`;
    imageId = await ledger.register({ region });
  });

  const ids = async (viewer = viewerOf(OWNER), filters: Partial<ImageFilters> = {}, asOf?: Date) => {
    await ledger.settled();
    const time = asOf === undefined ? {} : { asOf };
    const { items } = await images.list({ viewer, limit: 100, filters: { region, ...filters }, ...time });
    return items.map((row) => row.imageId);
  };
  const find = async (account: string) => {
    await ledger.settled();
    return images.find(imageId, viewerOf(account));
  };
  const deprecate = (deprecateAt: Date): Promise<Date> =>
    ledger.change(imageId, { type: 'ScheduleDeprecation', deprecateAt, at: deprecateAt });
  const soon = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('are in the lists of their owner and of those who may read all, and of nobody else', async () => {
    await ledger.share(imageId, { add: [FRIEND] });
    await deprecate(PAST);
    expect(await ids()).toEqual([imageId]);
    expect(await ids(AUDITOR)).toEqual([imageId]);
    expect(await ids(viewerOf(FRIEND))).toEqual([]);
    expect(await ids(viewerOf(FRIEND), { deprecated: true })).toEqual([]);
    expect(await find(FRIEND)).toMatchObject({ imageId, deprecationTime: PAST });
    await ledger.change(imageId, { type: 'CancelDeprecation' });
    expect(await ids(viewerOf(FRIEND))).toEqual([imageId]);
    expect(await find(FRIEND)).toMatchObject({ deprecateAt: null, deprecationTime: null });
  });

  it('are filtered by whether they are', async () => {
    const other = await ledger.register({ region });
    await deprecate(PAST);
    expect(await ids(viewerOf(OWNER), { deprecated: true })).toEqual([imageId]);
    expect(await ids(viewerOf(OWNER), { deprecated: false })).toEqual([other]);
  });

  it('become so by themselves, now and in what was', async () => {
    await ledger.share(imageId, { add: ['all'] });
    const deprecateAt = new Date(Date.now() + 3_000);
    const data = { imageId, deprecateAt: deprecateAt.toISOString() };
    await ledger.record(`image-${imageId}`, { type: 'ImageDeprecationScheduled', data });
    expect(await ids(viewerOf(STRANGER))).toEqual([imageId]);
    while (Date.now() <= deprecateAt.getTime()) await soon(5);
    expect(await ids(viewerOf(STRANGER))).toEqual([]);
    const before = new Date(deprecateAt.getTime() - 1);
    expect(await ids(viewerOf(STRANGER), {}, before)).toEqual([imageId]);
    expect(await ids(viewerOf(STRANGER), {}, deprecateAt)).toEqual([]);
    expect(await ids(viewerOf(OWNER), { deprecated: true }, before)).toEqual([]);
    expect(await ids(viewerOf(OWNER), { deprecated: true }, deprecateAt)).toEqual([imageId]);
  });

  it('are so two years after their creation while they are public, or earlier', async () => {
    const { creationDate } = (await find(OWNER))!;
    const last = new Date(creationDate);
    last.setUTCFullYear(last.getUTCFullYear() + 2);
    expect(await find(OWNER)).toMatchObject({ deprecationTime: null });
    await ledger.share(imageId, { add: ['all'] });
    expect(await find(OWNER)).toMatchObject({ deprecateAt: null, deprecationTime: last });
    await deprecate(PAST);
    expect(await find(OWNER)).toMatchObject({ deprecateAt: PAST, deprecationTime: PAST });
    await ledger.share(imageId, { remove: ['all'] });
    await ledger.change(imageId, { type: 'CancelDeprecation' });
    expect(await find(OWNER)).toMatchObject({ deprecationTime: null });
  });
});
