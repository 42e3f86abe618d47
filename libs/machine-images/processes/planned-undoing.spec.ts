import { planDigestOf } from '#event-sourcing';
import { owner } from '../image/image.testing';
import { amiOf, cascadeOf, CascadeLedger, WEB } from './image-cascade.testing';
import type { Reinstated } from './image-revocation';

/** 1 → 2 → 3, 1 → 4; 5 is made of nothing. */
let ledger: CascadeLedger;
let cascade: string;

const plan = (): Promise<Reinstated> => ledger.undo(1, cascade, owner, { dryRun: true });
const digestOf = ({ outcome }: Reinstated): string => planDigestOf(outcome.events, outcome.plan);

beforeEach(async () => {
  ledger = await CascadeLedger.with({ 2: 1, 3: 2, 4: 1 });
  await ledger.make(5);
  await ledger.publish(5, 1, 3);
  await ledger.revoke(4);
  await ledger.react();
  const before = ledger.store.log.length;
  cascade = cascadeOf(await ledger.cascade(1));
  await ledger.react(before);
});

/** What the undoing does to images other than its first, and where channels are afterwards. */
async function deed(digest: string) {
  const before = ledger.store.log.length;
  await ledger.undo(1, cascade, owner, { planDigest: digest });
  await ledger.react(before);
  const reinstated = ledger.store.log.slice(before + 1).filter(({ type }) => type === 'ImageReinstated');
  return {
    imageIds: reinstated.map(({ stream }) => stream.slice('image-'.length)).sort(),
    prod: (await ledger.family()).channels.get('prod')?.at(-1),
  };
}

describe('The plan of undoing a cascade', () => {
  it('is what the undoing then does: which images it is taken from, which stay revoked, where channels go', async () => {
    await ledger.revoke(2);
    const before = ledger.store.log.length;
    const planned = await plan();
    expect(ledger.store.log).toHaveLength(before);
    const { images = [], channels } = planned.plan ?? {};
    expect(images).toEqual([
      { imageId: amiOf(2), ownerId: owner.account, revoked: true },
      { imageId: amiOf(3), ownerId: owner.account, revoked: false },
      { imageId: amiOf(4), ownerId: owner.account, revoked: true },
    ]);
    expect(channels).toEqual([
      { family: WEB, channel: 'latest', from: 1, to: 3 },
      { family: WEB, channel: 'prod', from: 1, to: 3 },
    ]);
    const done = await deed(digestOf(planned));
    expect(done).toEqual({ imageIds: images.map(({ imageId }) => imageId).sort(), prod: 3 });
    for (const { imageId, revoked } of images)
      expect((await ledger.image(Number(imageId.slice(4)))).revocations.length > 0).toBe(revoked);
  });

  it('leaves a channel where it is when its version stays revoked', async () => {
    await ledger.revoke(3);
    const { plan: planned } = await plan();
    expect(planned?.channels).toEqual([
      { family: WEB, channel: 'latest', from: 1, to: 2 },
      { family: WEB, channel: 'prod', from: 1, to: 2 },
    ]);
  });

  it('is not carried out once it would be another one', async () => {
    const digest = digestOf(await plan());
    await ledger.make(6, 3);
    await ledger.react();
    const refused = ledger.undo(1, cascade, owner, { planDigest: digest });
    await expect(refused).rejects.toMatchObject({ code: 'plan-changed' });
    expect(await ledger.causes(1, 6)).toEqual([[cascade], [cascade]]);
    await ledger.undo(1, cascade, owner, { planDigest: digestOf(await plan()) });
    expect(await ledger.causes(1)).toEqual([[]]);
  });

  it('is another one once an image was revoked by hand, and would stay so', async () => {
    const digest = digestOf(await plan());
    await ledger.revoke(2);
    const refused = ledger.undo(1, cascade, owner, { planDigest: digest });
    await expect(refused).rejects.toMatchObject({ code: 'plan-changed' });
  });

  it('is none where there is no such cascade', async () => {
    const unknown = ledger.undo(1, 'none', owner, { dryRun: true });
    await expect(unknown).rejects.toMatchObject({ code: 'unknown-cascade' });
  });
});
