import { BEGINNING } from '#event-sourcing';
import { observePermissions, seen } from '../image/adoption.testing';
import { IMAGE } from '../image/image.testing';
import { adopt as adoptVolume } from '../volume/adoption.testing';
import { Adopting } from './adoption.testing';

const image = (overrides = {}) => ({ kind: 'image', id: IMAGE, facts: seen(overrides) }) as const;
const toBob = observePermissions([{ userId: '444455556666' }]).observed;
const permissions = { kind: 'launch-permissions', id: IMAGE, facts: toBob.facts } as const;
const { facts } = adoptVolume().observed;
const volume = { kind: 'volume', id: facts.volumeId, facts, unkept: [] as readonly string[] } as const;

describe('What was seen of one resource', () => {
  it('of an image, with more than that it is there, makes it hold its snapshots all the same', async () => {
    const service = new Adopting();
    const { events } = await service.adopt(image({ isPublic: true }), 'k1');
    expect(events.map(({ type }) => type)).toEqual(['ImageAdopted', 'LaunchPermissionGranted']);
    expect(service.recordedTypes).toContain('SnapshotHeld');
  });

  it('of the launch permissions of an image is recorded with it, and clashes with nothing', async () => {
    const service = new Adopting();
    await service.adopt(image(), 'k1');
    const { events, clashes } = await service.adopt(permissions, 'k2');
    const data = { imageId: IMAGE, principal: { userId: '444455556666' } };
    expect(events).toEqual([{ type: 'LaunchPermissionGranted', data }]);
    expect(clashes).toStrictEqual([]);
  });

  it('of a volume is told as not kept where the ledger has no words for it', async () => {
    const { clashes } = await new Adopting().adopt({ ...volume, unkept: ['multi-attached', 'kms'] }, 'k1');
    expect(clashes.map(({ message }) => message)).toEqual([
      `${facts.volumeId} was observed as multi-attached, which the ledger does not follow`,
      `${facts.volumeId} was observed as kms, which the ledger does not follow`,
    ]);
  });

  it('is answered with where it was recorded, or with the beginning of the log when it is not news', async () => {
    const service = new Adopting();
    const first = await service.adopt(volume, 'k1');
    const again = await service.adopt(volume, 'k1');
    const later = await service.adopt(volume, 'k2');
    const [recorded] = service.store.log;
    expect([first.position, again.position, later.position]).toEqual([
      recorded?.position,
      recorded?.position,
      BEGINNING,
    ]);
  });
});
