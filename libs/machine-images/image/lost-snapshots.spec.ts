import { encodeEvents, WritePath } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { snapshotEvents, type SnapshotEvent } from '../snapshot/events';
import { snapshots } from '../snapshot/snapshot';
import { completed, created, deleted, failed, snapshotId } from '../snapshot/snapshot.testing';
import { images } from './image';
import { content, create, describeAs, disable, enable, IMAGE, rollBack, TODAY } from './image.testing';
import type { ImageCommand } from './commands';

const blockDeviceMappings = [{ deviceName: '/dev/xvda', ebs: { snapshotId } }];

/** An image whose snapshot has this history. */
class Ledger {
  private readonly store = new InMemoryEventStore();
  private readonly writePath = new WritePath(this.store);

  async with(...history: readonly SnapshotEvent[]): Promise<this> {
    await this.ask(create({ content: content({ blockDeviceMappings }) }));
    const events = encodeEvents(snapshotEvents, 's', history, wishUnder('s'));
    if (events.length > 0) await this.store.append(snapshots.stream(snapshotId), 'any', events);
    return this;
  }

  async ask(command: ImageCommand): Promise<readonly string[]> {
    const wish = wishUnder(`${this.store.log.length}`);
    const { events } = await this.writePath.execute(images, IMAGE, command, wish);
    return events.map(({ type }) => type);
  }

  async state() {
    return (await this.writePath.load(images, IMAGE)).state;
  }
}

describe('An image that has lost a snapshot', () => {
  it.each([
    ['deleted', [created(), completed, deleted]],
    ['failed', [created(), failed('no room')]],
  ])('is not enabled again, where it is %s', async (_, history) => {
    const ledger = await new Ledger().with(...history);
    await ledger.ask(disable());
    await expect(ledger.ask(enable())).rejects.toMatchObject({ code: 'image-snapshots-lost' });
  });

  it('is not rolled back to what was available', async () => {
    const ledger = await new Ledger().with(created(), completed, deleted);
    const earlier = await ledger.state();
    await ledger.ask(disable());
    const wish = rollBack({ asOf: TODAY, include: ['lifecycle'], earlier });
    await expect(ledger.ask(wish)).rejects.toMatchObject({ code: 'image-snapshots-lost' });
  });

  it('is rolled back in what needs none', async () => {
    const ledger = await new Ledger().with(created(), completed, deleted);
    const earlier = await ledger.state();
    await ledger.ask(describeAs('new'));
    const wish = rollBack({ asOf: TODAY, include: ['lifecycle', 'attributes'], earlier });
    expect(await ledger.ask(wish)).toEqual(['ImageRolledBack', 'ImageDescribed']);
  });
});

describe('An image whose snapshots are there', () => {
  it.each([
    ['completed', [created(), completed]],
    ['known to nobody', []],
  ])('is enabled again, be they %s', async (_, history) => {
    const ledger = await new Ledger().with(...history);
    await ledger.ask(disable());
    expect(await ledger.ask(enable())).toEqual(['ImageEnabled']);
  });
});
