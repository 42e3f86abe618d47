import { followUpIdOf } from '#event-sourcing';
import { resolveChannel } from '../family/channels';
import { imageOf, owner } from '../family/family.testing';
import { TODAY } from '../image/image.testing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { commandFollowing } from './family-revocation';
import { FamilyLedger } from './family-revocation.testing';

const byHand = { kind: 'by-hand' } as const;
const cascade = { kind: 'cascade', cascadeId: 'one' } as const;

let ledger: FamilyLedger;
let before: number;

beforeEach(async () => {
  ledger = await FamilyLedger.withVersions(3);
  before = ledger.store.log.length;
});

const versionsRevoked = async (of = ledger): Promise<readonly number[]> =>
  (await of.family()).versions.flatMap(({ revoked }, index) => (revoked ? [index + 1] : []));
const pointsAt = async (channel: string): Promise<number | undefined> =>
  resolveChannel(await ledger.family(), channel)?.version;

describe('A family whose image is revoked', () => {
  it('revokes its version, and channels go back to the last good one as images are then', async () => {
    await ledger.revoke(2);
    await ledger.react();
    await ledger.revoke(3);
    await ledger.react();
    expect(ledger.since(before)).toEqual([
      ['ImageVersionRevoked', { name: 'web', version: 2 }],
      ['ImageVersionRevoked', { name: 'web', version: 3 }],
      ['ChannelRolledBack', { name: 'web', channel: 'prod', from: 3, to: 1, cause: byHand }],
    ]);
    expect([await pointsAt('latest'), await pointsAt('prod')]).toEqual([1, 1]);
  });

  it('passes over an image that is revoked, though its family has not heard of it yet', async () => {
    await ledger.revoke(3);
    await ledger.revoke(2);
    await ledger.react();
    expect(await pointsAt('prod')).toBe(1);
  });

  it('leaves its channels when that was asked for, until somebody else wants them to move', async () => {
    await ledger.revoke(3, 'keep');
    await ledger.react();
    expect([await pointsAt('latest'), await pointsAt('prod')]).toEqual([2, 3]);
    await ledger.revoke(3, 'move', cascade);
    await ledger.react();
    expect(await pointsAt('prod')).toBe(2);
  });

  it('does so in the name of who revoked it, and says what caused it', async () => {
    await ledger.revoke(3);
    const cause = ledger.store.log.at(-1);
    await ledger.react();
    const [revoked, movement] = ledger.store.log
      .slice(-2)
      .map(({ metadata }) => JSON.parse(metadata) as Record<string, unknown>);
    const { commandId, requestHash, actor, correlationId } = JSON.parse(cause!.metadata) as Record<
      string,
      string
    >;
    const step = `RevokeImageVersion ${imageOf(3)} ${requestHash}`;
    for (const metadata of [revoked, movement])
      expect(metadata).toMatchObject({
        actor,
        correlationId,
        causationId: cause!.id,
        commandId: followUpIdOf(commandId!, step),
      });
  });

  it('counts from when that was: a version from its first cause on, a channel from the one that it moves for', async () => {
    await ledger.revoke(3, 'keep');
    await ledger.revoke(3, 'move', cascade);
    await ledger.react();
    const [first, second] = ledger.store.log.slice(before).map(({ recordedAt }) => recordedAt);
    expect(ledger.counting(before)).toEqual([
      ['ImageVersionRevoked', first!.toISOString()],
      ['ChannelRolledBack', second!.toISOString()],
    ]);
  });

  it('counts from the time that it was scheduled for, however late that is announced', async () => {
    const revokeAt = new Date(ledger.store.log.at(-1)!.recordedAt.getTime() + 2);
    await ledger.schedule(3, revokeAt);
    await ledger.makeImage(4);
    await ledger.change({ type: 'AnnounceRevocation', imageId: imageOf(3), at: TODAY });
    await ledger.react();
    expect(ledger.counting(before)).toEqual([
      ['ImageVersionRevoked', revokeAt.toISOString()],
      ['ChannelRolledBack', revokeAt.toISOString()],
    ]);
  });

  it('is every family that holds it, and no other', async () => {
    for (const name of ['mobile', 'db'])
      await ledger.ask({ type: 'CreateFamily', ownerId: owner.account, name });
    await ledger.publish(3, 'mobile');
    await ledger.publish(1, 'db');
    await ledger.revoke(3);
    await ledger.react();
    expect((await ledger.family('mobile')).versions).toMatchObject([{ revoked: true }]);
    expect((await ledger.family('db')).versions).toMatchObject([{ revoked: false }]);
  });
});

describe('A family whose image is reinstated', () => {
  it('reinstates its version once no cause is left; channels stay where they are', async () => {
    await ledger.revoke(3);
    await ledger.revoke(3, 'move', cascade);
    await ledger.reinstate(3);
    await ledger.react();
    expect(await versionsRevoked()).toEqual([3]);
    await ledger.reinstate(3, cascade);
    await ledger.react();
    expect(await versionsRevoked()).toEqual([]);
    expect([await pointsAt('latest'), await pointsAt('prod')]).toEqual([3, 2]);
  });

  it('was not revoked at all, where both were over before anybody reacted', async () => {
    await ledger.revoke(3);
    await ledger.reinstate(3);
    await ledger.react();
    expect(ledger.since(before)).toEqual([]);
  });

  it('is revoked again as often as its image is', async () => {
    for (const revoked of [[3], [], [3]]) {
      await (revoked.length > 0 ? ledger.revoke(3) : ledger.reinstate(3));
      await ledger.react();
      expect(await versionsRevoked()).toEqual(revoked);
    }
  });
});

/** Once, just before the family is appended to. */
function beforePublication(meanwhile: () => Promise<void>): void {
  ledger.store.beforeAppend = async (stream) => {
    if (!stream.startsWith('family-')) return;
    ledger.store.beforeAppend = undefined;
    await meanwhile();
  };
}

describe('A publication that races the revocation of its image', () => {
  it('is revoked as well', async () => {
    await ledger.makeImage(4);
    beforePublication(async () => {
      await ledger.revoke(4);
      await ledger.react(before);
    });
    await ledger.publish(4);
    expect(await pointsAt('latest')).toBe(4);
    await ledger.react(before);
    expect([await versionsRevoked(), await pointsAt('latest')]).toEqual([[4], 3]);
    expect(ledger.store.log.at(-1)!.metadata).not.toContain('reason');
  });

  it('is so because of its own event, though the image was revoked for something else afterwards', async () => {
    await ledger.makeImage(4);
    beforePublication(() => ledger.revoke(4));
    await ledger.publish(4);
    const published = ledger.store.log.at(-1)!;
    await ledger.revoke(4, 'move', cascade);
    await ledger.react(before);
    const revoked = ledger.store.log.findLast(({ type }) => type === 'ImageVersionRevoked')!;
    expect(JSON.parse(revoked.metadata)).toMatchObject({ causationId: published.id });
  });
});

describe('A publication of an image that was revoked in the same millisecond', () => {
  it('is revoked as well', async () => {
    ledger = new FamilyLedger(new InMemoryEventStore({ now: () => 1 }));
    await ledger.ask({ type: 'CreateFamily', ownerId: owner.account, name: 'web' });
    await ledger.makeImage(1);
    beforePublication(() => ledger.revoke(1));
    await ledger.publish(1);
    await ledger.react();
    expect(await versionsRevoked()).toEqual([1]);
  });
});

describe('The process manager', () => {
  it.each([
    ['before it was recorded', false],
    ['before its answer came', true],
  ])('that dies %s is followed by one that finishes the work, once', async (_, recorded) => {
    await ledger.ask({ type: 'CreateFamily', ownerId: owner.account, name: 'mobile' });
    await ledger.publish(3, 'mobile');
    await ledger.revoke(3);
    before = ledger.store.log.length;
    ledger.store.failNext({ recorded });
    await expect(ledger.react()).rejects.toThrow('lost the store');
    await ledger.restarted().react();
    const all = ledger.store.log.length;
    expect(ledger.since(before)).toEqual([
      ['ImageVersionRevoked', { name: 'web', version: 3 }],
      ['ChannelRolledBack', { name: 'web', channel: 'prod', from: 3, to: 2, cause: byHand }],
      ['ImageVersionRevoked', { name: 'mobile', version: 1 }],
    ]);
    await ledger.restarted().react();
    await ledger.react();
    expect(ledger.store.log).toHaveLength(all);
  });
});

describe('What a family is asked to make of an image', () => {
  const at = new Date(9);
  const about = { ownerId: owner.account, name: 'web', imageId: imageOf(1), at };
  const [early, late] = [new Date(1), new Date(5)];

  it.each([
    ['recorded first', [early, late]],
    ['recorded last, as one that was scheduled may be', [late, early]],
  ])('counts from the first cause, %s', (_, times) => {
    const revocations = times.map((since) => ({ cause: byHand, since, channels: 'keep' as const }));
    expect(commandFollowing(about, revocations, {})).toStrictEqual({
      type: 'RevokeImageVersion',
      ...about,
      since: early,
    });
  });

  it('moves channels for the first cause that wants them to move', () => {
    const kept = { cause: byHand, since: early, channels: 'keep' } as const;
    const moving = { cause: cascade, since: late, channels: 'move' } as const;
    expect(commandFollowing(about, [kept, moving], { undo: 'another' })).toStrictEqual({
      ...{ type: 'RevokeImageVersion', ...about, since: early },
      moving: { cause: cascade, since: late },
    });
  });

  it.each([{}, { undo: 'one' }])('is to be good again where no cause is left: %j', (undo) => {
    expect(commandFollowing(about, [], undo)).toStrictEqual({
      type: 'ReinstateImageVersion',
      ...about,
      ...undo,
    });
  });
});
