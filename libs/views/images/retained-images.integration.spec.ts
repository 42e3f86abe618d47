import { FRIEND, OWNER, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { Images, type ImageFilters } from './images.query';

describe('Images in the recycle bin', () => {
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

  const ids = async (
    filters: Partial<ImageFilters>,
    { account = OWNER, asOf = undefined as Date | undefined } = {},
  ) => {
    await ledger.settled();
    const viewer = { account, mayReadAll: false };
    const time = asOf === undefined ? {} : { asOf };
    const { items } = await images.list({ viewer, limit: 100, filters: { region, ...filters }, ...time });
    return items.map((row) => row.imageId);
  };

  it('are deregistered, and listed when they are asked for, to their owner alone', async () => {
    await ledger.share(imageId, { add: [FRIEND] });
    const ruleId = await ledger.retain({ region });
    const at = await ledger.deregister(imageId);
    expect(await ids({ retained: true })).toEqual([imageId]);
    expect(await ids({ retained: true, state: 'available' })).toEqual([]);
    expect(await ids({ retained: false, state: 'deregistered' })).toEqual([]);
    expect(await ids({ retained: true }, { account: FRIEND })).toEqual([]);
    const row = await images.find(imageId, { account: OWNER, mayReadAll: false });
    expect(row).toMatchObject({ state: 'deregistered', retentionRuleId: ruleId });
    expect(Math.abs(row!.retainedUntil!.getTime() - at.getTime() - 7 * 86_400_000)).toBeLessThan(60_000);
  });

  it('are none without a rule', async () => {
    await ledger.retain({ region: `${region}-other` });
    await ledger.deregister(imageId);
    expect(await ids({ retained: true })).toEqual([]);
    expect(await ids({ retained: false, state: 'deregistered' })).toEqual([imageId]);
    expect(await ids({ retained: false })).toEqual([]);
  });

  it('leave it by themselves, now and in what was', async () => {
    const end = new Date(Date.now() + 300);
    const retention = { ruleId: 'rule-1', retainedUntil: end.toISOString() };
    const data = { imageId, deleteAssociatedSnapshots: false, retention };
    await ledger.record(`image-${imageId}`, { type: 'ImageDeregistered', schema: 2, data });
    expect(await ids({ retained: true })).toEqual([imageId]);
    while (Date.now() <= end.getTime()) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await ids({ retained: true })).toEqual([]);
    expect(await ids({ retained: false, state: 'deregistered' })).toEqual([imageId]);
    expect(await ids({ retained: true }, { asOf: new Date(end.getTime() - 1) })).toEqual([imageId]);
    expect(await ids({ retained: true }, { asOf: end })).toEqual([]);
  });

  it('come back as they were', async () => {
    await ledger.share(imageId, { add: [FRIEND] });
    await ledger.retain({ region });
    const before = await ledger.deregister(imageId);
    await ledger.restore(imageId);
    expect(await ids({ retained: true })).toEqual([]);
    expect(await ids({}, { account: FRIEND })).toEqual([imageId]);
    expect(await ids({ retained: true }, { asOf: before })).toEqual([imageId]);
    expect(await images.find(imageId, { account: OWNER, mayReadAll: false })).toMatchObject({
      state: 'available',
      deregistrationTime: null,
      retainedUntil: null,
      retentionRuleId: null,
    });
  });
});
