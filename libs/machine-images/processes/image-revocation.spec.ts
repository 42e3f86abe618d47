import { PlanChanged, planDigestOf } from '#event-sourcing';
import { UnknownFamily, UnknownImageVersion } from '../family/errors';
import { UnknownCascade, UnknownImage } from '../image/errors';
import { administrator, owner, stranger } from '../image/image.testing';
import { amiOf, cascadeOf, CascadeLedger, WEB } from './image-cascade.testing';

/** 1 → 2 → 3, and 1 → 4 of another account. 5, which is made of nothing, and 2 are the versions of `web`. */
let ledger: CascadeLedger;

beforeEach(async () => {
  ledger = await CascadeLedger.with({ 2: 1, 3: 2 });
  await ledger.make(4, 1, stranger.account);
  await ledger.make(5);
  await ledger.publish(5, 2);
});

const owned = (number: number, ownerId = owner.account) => ({ imageId: amiOf(number), ownerId });
const moves = (channel: string, from: number, to: number) => ({ family: WEB, channel, from, to });
const [latest, prod] = [moves('latest', 2, 1), moves('prod', 2, 1)];

describe('The plan of a cascade', () => {
  it('says what would be revoked, what is of others, and where channels would go, and records nothing', async () => {
    const before = ledger.recorded;
    const { plan } = await ledger.cascade(1, {}, { dryRun: true });
    expect(plan).toEqual({
      images: [owned(2), owned(3)],
      imagesOfOthers: [owned(4, stranger.account)],
      channels: [latest, prod],
      instances: { count: 0, items: [] },
    });
    expect(ledger.recorded).toEqual(before);
  });

  it.each([
    ['moves latest alone where channels stay', { channels: 'keep' as const }, { channels: [latest] }],
    ['is of every account for an administrator', { by: administrator }, { imagesOfOthers: [] }],
  ])('%s', async (_, wish, plan) => {
    expect((await ledger.cascade(1, wish, { dryRun: true })).plan).toMatchObject(plan);
  });

  it('is what the call does that names its digest', async () => {
    const planned = await ledger.cascade(1, {}, { dryRun: true });
    const planDigest = planDigestOf(planned.outcome.events);
    const { outcome, plan } = await ledger.cascade(1, {}, { planDigest });
    expect({ events: outcome.events, plan }).toEqual({ events: planned.outcome.events, plan: planned.plan });
    await ledger.react();
    const [revoked, ofAnother] = [await ledger.causes(1, 2, 3), await ledger.causes(4, 5)];
    expect([revoked.map((causes) => causes.length), ofAnother]).toEqual([
      [1, 1, 1],
      [[], []],
    ]);
    expect([...(await ledger.family()).channels]).toEqual([['prod', [1]]]);
  });

  it.each([
    ['another image came of it', () => ledger.make(6, 3)],
    ['a channel was moved', () => ledger.promote(1)],
  ])('lets nothing through once %s', async (_, change) => {
    const planned = await ledger.cascade(1, {}, { dryRun: true });
    await change();
    const before = ledger.recorded;
    const planDigest = planDigestOf(planned.outcome.events);
    await expect(ledger.cascade(1, {}, { planDigest })).rejects.toThrow(PlanChanged);
    expect(ledger.recorded).toEqual(before);
  });

  it('is nothing for others to know, nor of an image that is not there', async () => {
    for (const wish of [
      ledger.cascade(1, { by: stranger }, { dryRun: true }),
      ledger.cascade(9, {}, { dryRun: true }),
    ])
      await expect(wish).rejects.toThrow(UnknownImage);
  });
});

describe('The plan of undoing one', () => {
  it('says what would be released, what stays revoked all the same, and where channels would go', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.react();
    await ledger.revoke(3);
    const before = ledger.recorded;
    const { plan } = await ledger.undo(1, cascade, owner, { dryRun: true });
    expect(plan).toEqual({
      images: [
        { ...owned(2), revoked: false },
        { ...owned(3), revoked: true },
      ],
      channels: [moves('latest', 1, 2), moves('prod', 1, 2)],
    });
    expect(ledger.recorded).toEqual(before);
  });

  it('is nothing where no such cascade stands, or for others to know', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    await expect(ledger.undo(1, 'another', owner, { dryRun: true })).rejects.toThrow(UnknownCascade);
    await expect(ledger.undo(1, cascade, stranger, { dryRun: true })).rejects.toThrow(UnknownImage);
  });
});

describe('A version', () => {
  it('is revoked by its number in the family', async () => {
    const { imageId } = await ledger.revokeVersion(2);
    expect(imageId).toBe(amiOf(2));
    expect(await ledger.causes(2, 5)).toEqual([['by hand'], []]);
  });

  it('of a family is not there for others, and none that there is not for anybody', async () => {
    await expect(ledger.revokeVersion(2, { by: stranger })).rejects.toMatchObject({
      constructor: UnknownFamily,
      isHidden: true,
    });
    await expect(ledger.revokeVersion(1, { family: { ...WEB, name: 'none' } })).rejects.toThrow(
      UnknownFamily,
    );
    await expect(ledger.revokeVersion(3)).rejects.toThrow(UnknownImageVersion);
    expect((await ledger.revokeVersion(1, { by: administrator })).imageId).toBe(amiOf(5));
  });
});
