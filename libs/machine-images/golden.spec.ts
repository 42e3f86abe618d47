import { goldenFilesContract, readGoldenEvents } from '../../test/support/golden-files';
import { images } from './image/image';
import type { ImageState } from './image/state';
import { imageEvents, imageNames, machineImageEvents, snapshots } from './index';

goldenFilesContract(__dirname, machineImageEvents);

const golden = readGoldenEvents(__dirname, machineImageEvents);

describe('What golden events say', () => {
  it('of an image, is what they said when they were recorded', () => {
    const history = imageEvents.names.map((type) => golden.get(`${type}.1`)!.event);
    const state = history.reduce<ImageState>(
      (image, event) => images.decider.evolve(image, event as never, new Date(0)),
      images.decider.initial,
    );
    expect(state).toMatchObject({
      lifecycle: 'deregistered',
      description: 'the web tier\n',
      tags: { Stage: 'prod' },
      created: { name: "web (1.0) [blue] ./-'@_", description: 'für das Web 🌐', ownerId: '111122223333' },
    });
    expect(state.kind === 'existing' && state.launchPermissions.values()).toEqual([
      { userId: '444455556666' },
    ]);
  });

  it('of a name and a snapshot, is who holds them', () => {
    const [claimed, held] = ['ImageNameClaimed.1', 'SnapshotHeld.1'].map((name) => golden.get(name)!.event);
    expect(imageNames.decider.evolve(imageNames.decider.initial, claimed as never, new Date(0))).toEqual({
      heldBy: 'ami-0123456789abcdef0',
    });
    expect(snapshots.decider.evolve(snapshots.decider.initial, held as never, new Date(0))).toEqual({
      holders: new Set(['ami-0123456789abcdef0']),
    });
  });
});
