import { decodeEvent } from '#event-sourcing';
import { adopted as imageAdopted } from '../image/adoption.testing';
import { created } from '../image/image.testing';
import { adopted as instanceAdopted } from '../instance/adoption.testing';
import { INSTANCE, launched, terminated } from '../instance/instance.testing';
import { machineImageEvents, type MachineImageEvent } from '../index';
import { adopted as snapshotAdopted } from '../snapshot/adoption.testing';
import { snapshotId } from '../snapshot/snapshot.testing';
import { adopted as volumeAdopted } from '../volume/adoption.testing';
import { detached, volumeId } from '../volume/volume.testing';
import { ImageCascadeProcess, type BegunCascade, type ImageLineage } from './image-cascade';
import { amiOf, cascadeOf, CascadeLedger } from './image-cascade.testing';

/** What is known of where images came from, and who was asked about it as of when. */
class Lineage implements ImageLineage {
  readonly asked: unknown[] = [];

  constructor(
    private readonly came: Readonly<Record<string, readonly number[]>>,
    private readonly above: readonly BegunCascade[],
    private readonly ownerId: string,
  ) {}

  descendants(resourceId: string, position: bigint) {
    this.asked.push([resourceId, position]);
    const numbers = this.came[resourceId] ?? [];
    return Promise.resolve(numbers.map((number) => ({ imageId: amiOf(number), ownerId: this.ownerId })));
  }

  cascadesAbove(imageId: string, position: bigint) {
    this.asked.push([imageId, position]);
    return Promise.resolve(this.above);
  }
}

/** A cascade began at 1. Of 2, 3 and 4 the ledger did not know then that they came of it. */
let ledger: CascadeLedger;
let cascadeId: string;

beforeEach(async () => {
  ledger = await CascadeLedger.with({});
  for (const number of [2, 3, 4]) await ledger.make(number);
  cascadeId = cascadeOf(await ledger.cascade(1));
  await ledger.react();
});

/** The process manager reads the event, where the log ends. */
async function read(
  event: MachineImageEvent,
  came: Readonly<Record<string, readonly number[]>> = {},
  above: readonly BegunCascade[] = [{ cascadeId, beganAt: amiOf(1) }],
): Promise<readonly unknown[]> {
  const { ownerId } = (await ledger.image(1)).created;
  const lineage = new Lineage(came, above, ownerId);
  const last = decodeEvent(machineImageEvents, ledger.store.log.at(-1)!);
  await new ImageCascadeProcess(ledger.writePath, lineage).react({ ...last, event } as never);
  return lineage.asked;
}

describe('A cascade reaches what turns out later to have come of its image', () => {
  it.each([
    ['by an instance that was launched', launched(), INSTANCE],
    ['by an instance that was adopted', instanceAdopted(), INSTANCE],
    ['by a snapshot that was adopted', snapshotAdopted(), snapshotId],
    ['by a volume that was adopted', volumeAdopted(), volumeId],
  ])('%s: all the images that came of that, and no others', async (_, event, resourceId) => {
    const { position } = ledger.store.log.at(-1)!;
    const asked = await read(event, { [resourceId]: [2, 3] });
    expect(await ledger.causes(2, 3, 4)).toEqual([[cascadeId], [cascadeId], []]);
    expect(asked).toEqual([
      [resourceId, position],
      [amiOf(2), position],
      [amiOf(3), position],
    ]);
  });

  it.each([
    ['made', created({ imageId: amiOf(4) })],
    ['adopted', imageAdopted({ imageId: amiOf(4) })],
  ])('by its own event, where it is an image that was %s', async (_, event) => {
    const { position } = ledger.store.log.at(-1)!;
    const asked = await read(event, { [amiOf(4)]: [2] });
    expect(await ledger.causes(2, 4)).toEqual([[], [cascadeId]]);
    expect(asked).toEqual([[amiOf(4), position]]);
  });

  it.each([
    ['at an image that there is not', () => amiOf(9)],
    ['at an image where it did not', () => amiOf(2)],
  ])('but never one that is said to have begun %s', async (_, beganAt) => {
    await read(launched(), { [INSTANCE]: [3] }, [{ cascadeId, beganAt: beganAt() }]);
    expect(await ledger.causes(3)).toEqual([[]]);
  });
});

describe('Nobody is asked what came of what', () => {
  it('where an image was revoked, or reinstated, by hand', async () => {
    await ledger.revoke(2);
    const revoked = decodeEvent(machineImageEvents, ledger.store.log.at(-1)!);
    await ledger.reinstate(2);
    const reinstated = decodeEvent(machineImageEvents, ledger.store.log.at(-1)!);
    expect([await read(revoked.event), await read(reinstated.event)]).toEqual([[], []]);
  });

  it('where an image inherited a cascade: it follows that itself, once', async () => {
    await read(launched(), { [INSTANCE]: [2] });
    const inherited = decodeEvent(machineImageEvents, ledger.store.log.at(-1)!);
    const before = ledger.store.log.length;
    expect(await read(inherited.event)).toEqual([]);
    expect(ledger.store.log).toHaveLength(before);
  });

  it.each([terminated, detached])('for an event that tells of no origin: $type', async (event) => {
    expect(await read(event)).toEqual([]);
  });
});
