import { decodeEvent, EventStoreUnavailable } from '#event-sourcing';
import { seen } from '../image/adoption.testing';
import { images } from '../image/image';
import { IMAGE } from '../image/image.testing';
import { Adopting } from './adoption.testing';
import type { Observation } from './resource-adoption';

const OTHER = 'ami-0a1b2c3d';
const image = (overrides = {}): Observation => {
  const facts = seen(overrides);
  return { kind: 'image', id: facts.imageId, facts };
};
const gone = image({ state: 'deregistered' });

let service: Adopting;

beforeEach(async () => {
  service = new Adopting();
  await service.adopt(image(), 'k1');
});

describe('An image that is seen to be gone', () => {
  it('clashes with nothing, though another image has its name by now', async () => {
    await service.adopt(gone, 'k2');
    await service.reactToEverything();
    expect((await service.adopt(image({ imageId: OTHER }), 'k3')).clashes).toEqual([]);
    expect((await service.adopt(gone, 'k4')).clashes).toEqual([]);
  });

  it('is given nothing by a request that is late', async () => {
    await service.adopt(gone, 'k2');
    const { state } = await service.writePath.load(images, IMAGE);
    if (state.kind === 'unknown') throw new Error('it is not on record');
    const before = service.recorded;
    expect(await service.claimLate(state)).toEqual([]);
    expect(service.recorded).toEqual(before);
  });
});

describe('An image that is seen to be back', () => {
  it.each([
    { after: 0, recorded: true },
    { after: 1, recorded: true },
  ])('gets what it had by the process manager when the request dies at %j', async (crash) => {
    await service.adopt(gone, 'k2');
    await service.reactToEverything();
    service.store.failNext(crash);
    await expect(service.adopt(image(), 'k3')).rejects.toThrow(EventStoreUnavailable);
    await new Adopting(service.store).reactToEverything();
    expect(service.recordedTypes.slice(6).sort()).toEqual([
      'ImageNameReclaimed',
      'ImageRestored',
      'SnapshotHeld',
    ]);
  });

  it('gives nothing back in a dry run, though whoever deregistered it died', async () => {
    service.store.failNext({ after: 1 });
    await service.adopt(gone, 'k2');
    const before = service.recorded;
    const { events } = await service.adopt(image(), 'k3', { dryRun: true });
    expect(events).toMatchObject([{ type: 'ImageRestored' }]);
    expect(service.recorded).toEqual(before);
  });

  it('is given nothing for another event that tells of it', async () => {
    const adopted = service.store.log.find(({ type }) => type === 'ImageAdopted')!;
    const { event: _, ...read } = decodeEvent(images.events, adopted);
    const fresh = new Adopting();
    await fresh.store.append(adopted.stream, 'none', [adopted]);
    await fresh.react({ ...read, event: { type: 'ImageBecameAvailable', data: { imageId: IMAGE } } });
    expect(fresh.recordedTypes).toEqual(['ImageAdopted']);
  });
});

describe('An image without a name', () => {
  it('gets none, and clashes with no other', async () => {
    for (const imageId of ['ami-00000001', 'ami-00000002']) {
      const nameless = image({ imageId, name: '', blockDeviceMappings: [] });
      expect((await service.adopt(nameless, imageId)).clashes).toEqual([]);
    }
    expect(service.recordedTypes.slice(3)).toEqual(['ImageAdopted', 'ImageAdopted']);
  });
});
