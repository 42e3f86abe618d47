import { contextOf, decodeEvent, followUpIdOf } from '#event-sourcing';
import { administrator, owner, stranger } from '../image/image.testing';
import { machineImageEvents } from '../index';
import { amiOf, cascadeOf, CascadeLedger } from './image-cascade.testing';

/** 1 → 2 → 3, 1 → 4; 5 is made of nothing. */
let ledger: CascadeLedger;

beforeEach(async () => {
  ledger = await CascadeLedger.with({ 2: 1, 3: 2, 4: 1 });
  await ledger.make(5);
});

describe('A cascade', () => {
  it('revokes all that came of an image, at any depth, and nothing else', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.react();
    expect(await ledger.causes(1, 2, 3, 4, 5)).toEqual([[cascade], [cascade], [cascade], [cascade], []]);
    expect((await ledger.image(3)).revocations).toMatchObject([
      { cause: { kind: 'cascade', cascadeId: cascade, inheritedFrom: amiOf(1) } },
    ]);
  });

  it('is one thing: all of it has its id for correlation, its actor, its reason and its cause', async () => {
    const before = ledger.store.log.length;
    const cascade = cascadeOf(await ledger.cascade(1));
    const first = decodeEvent(machineImageEvents, ledger.store.log.at(-1)!);
    await ledger.react();
    const { at: _, commandId, ...context } = contextOf(first, new Date(0));
    const followed = ledger.store.log.slice(before + 1);
    expect(followed).toHaveLength(3);
    for (const { metadata, stream } of followed)
      expect(JSON.parse(metadata)).toMatchObject({
        ...context,
        correlationId: cascade,
        reason: 'a flaw',
        commandId: followUpIdOf(commandId, `FollowCascade ${stream.slice(6)} ${context.requestHash}`),
      });
  });

  it('reaches what is made while it stands, and no longer what is made afterwards', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.react();
    await ledger.make(6, 3);
    await ledger.react();
    expect(await ledger.causes(6)).toEqual([[cascade]]);
    expect(ledger.store.log.at(-1)!.metadata).toContain(cascade);
    await ledger.undo(1, cascade);
    await ledger.make(7, 3);
    await ledger.react();
    expect(await ledger.causes(6, 7)).toEqual([[], []]);
  });

  it('reaches what is made while it is under way, before or after it is read', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    const decided = ledger.store.log.length;
    ledger.store.beforeAppend = async (stream) => {
      if (!stream.startsWith('image-')) return;
      ledger.store.beforeAppend = undefined;
      await ledger.make(6, 3);
    };
    await ledger.react(decided - 1);
    expect(await ledger.causes(6)).toEqual([[cascade]]);
  });

  it('reaches an image that was begun before it and is finished after it', async () => {
    await ledger.make(6, 2, owner.account, true);
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.react();
    await ledger.finish(6);
    expect(await ledger.image(6)).toMatchObject({ lifecycle: 'available' });
    expect(await ledger.causes(6)).toEqual([[cascade]]);
  });

  it('warns other accounts of theirs, without a name or a reason, and takes that back', async () => {
    await ledger.make(6, 2, stranger.account);
    await ledger.make(7, 6);
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.react();
    const warned = ledger.store.log.find(({ type }) => type === 'ImageAncestorRevoked')!;
    expect(await ledger.image(6)).toMatchObject({ revocations: [], revokedAncestors: [cascade] });
    expect(await ledger.causes(7)).toEqual([[cascade]]);
    const metadata = JSON.parse(warned.metadata) as object;
    expect(metadata).toMatchObject({ actor: { account: stranger.account, interface: 'system' } });
    expect(metadata).not.toHaveProperty('reason');
    expect(warned.data).not.toContain(amiOf(1));
    await ledger.undo(1, cascade);
    await ledger.react();
    expect(await ledger.image(6)).toMatchObject({ revocations: [], revokedAncestors: [] });
  });

  it('of a platform administrator overrules other accounts, and is not theirs to undo', async () => {
    await ledger.make(6, 2, stranger.account);
    const cascade = cascadeOf(await ledger.cascade(1, { by: administrator }));
    await ledger.react();
    expect(await ledger.causes(6)).toEqual([[cascade]]);
    await expect(ledger.undo(1, cascade, owner)).rejects.toThrow('only a platform administrator');
    await ledger.undo(1, cascade, administrator);
    await ledger.react();
    expect(await ledger.causes(1, 6)).toEqual([[], []]);
  });
});

describe('Undoing a cascade', () => {
  it('leaves what was revoked by hand or by another cascade as well', async () => {
    await ledger.revoke(2);
    const one = cascadeOf(await ledger.cascade(1));
    const other = cascadeOf(await ledger.cascade(2));
    await ledger.react();
    await ledger.revoke(4);
    await ledger.undo(1, one);
    await ledger.react();
    expect(await ledger.causes(1, 2, 3, 4)).toEqual([[], ['by hand', other], [other], ['by hand']]);
  });

  it('stops it while it is under way: nothing is revoked afterwards', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    ledger.store.beforeAppend = async (stream) => {
      if (stream !== `image-${amiOf(3)}`) return;
      ledger.store.beforeAppend = undefined;
      await ledger.undo(1, cascade);
    };
    await ledger.react();
    expect(await ledger.causes(1, 2, 3, 4)).toEqual([[], [], [], []]);
    const undone = ledger.store.log.findIndex(({ type }) => type === 'ImageReinstated');
    const late = ledger.store.log.slice(undone).filter(({ type }) => type === 'ImageRevoked');
    // The one whose append was under way, which is taken back like the others.
    expect(late.map(({ stream }) => stream)).toEqual([`image-${amiOf(3)}`]);
  });

  it('leaves nothing of it, however late another process appends what it decided before', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    const late = ledger.restarted();
    const standing = { ownerId: owner.account, descendants: 'account', channels: 'move' } as const;
    await ledger.undo(1, cascade);
    await ledger.react();
    const before = ledger.store.log.length;
    await late.inheritLate(3, { cascadeId: cascade, beganAt: amiOf(1), standing });
    expect(await ledger.causes(3)).toEqual([[cascade]]);
    await ledger.react(before);
    expect(await ledger.causes(3)).toEqual([[]]);
  });

  it('does nothing before anything followed, and is followed by nothing', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.undo(1, cascade);
    const before = ledger.store.log.length;
    await ledger.react();
    expect(ledger.store.log).toHaveLength(before);
  });

  it('ends that cascade; another from the same image is another one', async () => {
    const one = cascadeOf(await ledger.cascade(1));
    await ledger.undo(1, one);
    const other = cascadeOf(await ledger.cascade(1));
    await ledger.react();
    expect(other).not.toBe(one);
    expect(await ledger.causes(1, 3)).toEqual([[other], [other]]);
  });
});
