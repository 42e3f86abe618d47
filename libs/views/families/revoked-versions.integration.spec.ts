import { setTimeout } from 'node:timers/promises';
import { resourceIdOf } from '#event-sourcing';
import { families, type FamilyCommand } from '#machine-images';
import { wish } from '../../../test/support/ledger';
import { OWNER, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { Families } from './families.query';

const WEB = { ownerId: OWNER, name: 'web' } as const;
const by = { account: OWNER, administrator: false };
const byHand = { kind: 'by-hand' } as const;

/** Images are good: whoever publishes them here need not make them. */
const { consult: _, ...blind } = families;
const good = { exists: true, isVisible: true, ownerId: OWNER, fitness: 'good' } as const;

let ledger: ViewedLedger;
let view: Families;

/** When it was recorded; nothing else is in that millisecond. */
async function ask(command: FamilyCommand): Promise<Date> {
  const { recordedAt } = await ledger.writePath.execute(blind, WEB, command, wish());
  await setTimeout(3);
  return recordedAt!;
}
const imageOf = (version: number): string => resourceIdOf('ami', `version ${version}`);
const publish = (version: number) =>
  ask({ type: 'PublishImageVersion', ...WEB, by, imageId: imageOf(version), image: good, at: new Date() });
const promote = (version: number) =>
  ask({ type: 'PromoteChannel', ...WEB, by, channel: 'prod', version, fitness: 'good', at: new Date() });
const revoke = (version: number, since: Date) =>
  ask({
    ...{ type: 'RevokeImageVersion', ...WEB, imageId: imageOf(version), at: new Date(), since },
    moving: { cause: byHand, since },
    fitness: new Map([1, 2, 3, 4].map((other) => [imageOf(other), 'good'])),
  });

const stateAt = async (asOf?: Date) => ({
  channels: Object.fromEntries(
    (await view.channels(WEB, asOf)).map(({ channel, version }) => [channel, version]),
  ),
  revoked: (await view.versions(WEB, { limit: 10, ...(asOf === undefined ? {} : { asOf }) })).items
    .filter((version) => version.revoked)
    .map(({ version }) => version),
});
const before = (time: Date): Date => new Date(time.getTime() - 1);

beforeEach(async () => {
  ledger = await viewedLedger();
  view = new Families(ledger.database);
  await ask({ type: 'CreateFamily', ...WEB });
  for (const version of [1, 2, 3]) {
    await publish(version);
    await promote(version);
  }
});
afterEach(() => ledger.close());

describe('A family that hears late of a revocation', () => {
  it('was past the version from the revocation on', async () => {
    const since = new Date();
    await setTimeout(3);
    const heard = await revoke(3, since);
    await ledger.settled();
    const bad = { channels: { latest: 2, prod: 2 }, revoked: [3] };
    expect(await stateAt(before(since))).toEqual({ channels: { latest: 3, prod: 3 }, revoked: [] });
    for (const asOf of [since, before(heard), heard, undefined]) expect(await stateAt(asOf)).toEqual(bad);
    const [movement] = (await view.movements(WEB, 'prod', { limit: 1 })).items;
    expect(movement).toMatchObject({ fromVersion: 3, toVersion: 2, at: since });
  });

  it('had no newer version before that was published', async () => {
    const since = new Date();
    await setTimeout(3);
    const published = await publish(4);
    await revoke(3, since);
    await ledger.settled();
    expect(await stateAt(before(published))).toEqual({ channels: { latest: 2, prod: 2 }, revoked: [3] });
    expect(await stateAt(published)).toEqual({ channels: { latest: 4, prod: 2 }, revoked: [3] });
  });

  it('pointed where somebody had moved a channel meanwhile', async () => {
    const since = new Date();
    await setTimeout(3);
    const promoted = await promote(2);
    await revoke(3, since);
    await revoke(2, new Date());
    await ledger.settled();
    expect((await stateAt(promoted)).channels).toEqual({ latest: 2, prod: 2 });
    expect((await stateAt()).channels).toEqual({ latest: 1, prod: 1 });
  });

  it('did not know a version before it was published, though its image was revoked earlier', async () => {
    const since = new Date();
    await setTimeout(3);
    const published = await publish(4);
    await revoke(4, since);
    await ledger.settled();
    expect((await stateAt(before(published))).channels).toEqual({ latest: 3, prod: 3 });
    expect(await stateAt(published)).toEqual({ channels: { latest: 3, prod: 3 }, revoked: [4] });
  });
});
