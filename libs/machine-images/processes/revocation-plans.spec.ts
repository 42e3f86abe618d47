import { families } from '../family/family';
import { administrator, owner, stranger, TODAY } from '../image/image.testing';
import { wishUnder } from '../../../test/support/wish';
import { amiOf, cascadeOf, CascadeLedger, WEB } from './image-cascade.testing';

/** 1 → 2 → 3; 4 is made of nothing. */
let ledger: CascadeLedger;

beforeEach(async () => {
  ledger = await CascadeLedger.with({ 2: 1, 3: 2 });
  await ledger.make(4);
});

const planned = { dryRun: true } as const;
const nothing = { images: [], imagesOfOthers: [], channels: [], instances: { count: 0, items: [] } };
const owned = (number: number) => ({ imageId: amiOf(number), ownerId: owner.account });

/** Another family, of which the images are versions 1, 2, 3 …, and channels that are promoted to the first. */
async function family(name: string, numbers: readonly number[], channels: readonly string[]): Promise<void> {
  const id = { ...WEB, name };
  const ask = (command: Parameters<typeof families.decider.decide>[0], key: string) =>
    ledger.writePath.execute(families, id, command, wishUnder(`${name} ${key}`));
  await ask({ type: 'CreateFamily', ...id }, 'create');
  const asked = { ...id, by: owner, at: TODAY };
  for (const number of numbers)
    await ask({ type: 'PublishImageVersion', ...asked, imageId: amiOf(number) }, `publish ${number}`);
  for (const channel of channels)
    await ask({ type: 'PromoteChannel', ...asked, channel, version: 1 }, `promote ${channel}`);
}

describe('The plan of a revocation', () => {
  it('alone is of that image alone, and says what would become of channels', async () => {
    await ledger.publish(4, 1);
    const { plan } = await ledger.revokeAlone(1, planned);
    const movement = { family: WEB, from: 2, to: 1 };
    const channels = ['latest', 'prod'].map((channel) => ({ ...movement, channel }));
    expect(plan).toStrictEqual({ ...nothing, channels });
  });

  it('names families in one order and their channels by name, whatever order they came in', async () => {
    await family('web', [4, 1], ['prod', 'alpha']);
    await family('db', [2, 4], ['prod']);
    await family('mobile', [3], []);
    const { plan } = await ledger.cascade(1, {}, planned);
    const at = (name: string, channel: string) => ({ family: { ...WEB, name }, channel });
    expect(plan?.channels).toStrictEqual([
      { ...at('db', 'prod'), from: 1 },
      { ...at('mobile', 'latest'), from: 1 },
      { ...at('web', 'latest'), from: 2, to: 1 },
    ]);
  });

  it('that moves a channel from nowhere, or to nowhere, says so', async () => {
    await family('web', [1], ['prod', 'alpha']);
    const channels = ['alpha', 'latest', 'prod'].map((channel) => ({ family: WEB, channel }));
    const there = await ledger.cascade(1, {}, planned);
    expect(there.plan?.channels).toStrictEqual(channels.map((one) => ({ ...one, from: 1 })));
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.react();
    const back = await ledger.undo(1, cascade, owner, planned);
    expect(back.plan?.channels).toStrictEqual(channels.map((one) => ({ ...one, to: 1 })));
  });

  it('is made for nobody who did not ask for one', async () => {
    const head = jest.spyOn(ledger.survey, 'head');
    const made = await ledger.cascade(1);
    expect(made).toStrictEqual({ imageId: amiOf(1), outcome: made.outcome, imagesOfOthers: 0 });
    const cascadeId = cascadeOf(made);
    const undone = await ledger.undo(1, cascadeId);
    expect(undone).toStrictEqual({ imageId: amiOf(1), outcome: undone.outcome });
    const data = { imageId: amiOf(1), cause: { kind: 'cascade', cascadeId }, descendants: 'account' };
    expect(undone.outcome.events).toStrictEqual([{ type: 'ImageReinstated', data }]);
    expect(head).not.toHaveBeenCalled();
  });

  it('is made for nobody who may not carry it out', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    const head = jest.spyOn(ledger.survey, 'head');
    const attempts = [
      ledger.cascade(2, { by: stranger }, planned),
      ledger.undo(1, cascade, stranger, planned),
      ledger.undo(1, 'another', administrator, planned),
      ledger.undo(9, cascade, owner, planned),
    ];
    const settled = await Promise.allSettled(attempts);
    expect(settled.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(head).not.toHaveBeenCalled();
  });

  it('is none of a reinstatement by hand, which nothing else follows', async () => {
    await ledger.revoke(1);
    const reinstated = await ledger.reinstateAlone(1, planned);
    expect(reinstated).toStrictEqual({ imageId: amiOf(1), outcome: reinstated.outcome });
  });

  it('of undoing a cascade leaves out what it did not revoke', async () => {
    const cascade = cascadeOf(await ledger.cascade(2));
    await ledger.react();
    await ledger.cascade(1);
    const { plan } = await ledger.undo(2, cascade, owner, planned);
    expect(plan).toStrictEqual({ images: [{ ...owned(3), revoked: false }], channels: [] });
  });
});

describe('A cascade is named', () => {
  const nameOf = async (number: number, options = {}) => cascadeOf(await ledger.cascade(number, {}, options));

  it('as its dry run says, also when the image was revoked by hand meanwhile', async () => {
    const name = await nameOf(1, planned);
    await ledger.revoke(1);
    expect(await nameOf(1)).toBe(name);
  });

  it('as none before it that began at the image or reached it, also while that stands', async () => {
    const first = await nameOf(2);
    await nameOf(1);
    await ledger.react();
    const second = cascadeOf(await ledger.cascade(2, { by: administrator }));
    await ledger.undo(2, first);
    await ledger.undo(2, second, administrator);
    const third = await nameOf(2);
    expect(new Set([first, second, third]).size).toBe(3);
    await ledger.react();
    expect((await ledger.causes(3))[0]).toContain(third);
  });
});
