import { EventStoreUnavailable, IdempotencyKeyReused } from '#event-sourcing';
import { ComputeFailure } from '../compute-provider';
import { crashesOf } from './compute.testing';
import { Creation, MADE } from './creation.testing';

const refusal = new ComputeFailure('SnapshotLimitExceeded', 'no room', false);
const copy = { kind: 'copy', region: 'eu-central-1' } as const;

/** What is made, how often that appends, and how it ends. */
const makings = [
  { what: 'an image of an instance', wish: {}, appends: 8, refused: false, ends: 'available' },
  { what: 'an image that the provider refuses', wish: {}, appends: 8, refused: true, ends: 'failed' },
  { what: 'a copy', wish: copy, appends: 5, refused: false, ends: 'available' },
  { what: 'a copy that the provider refuses', wish: copy, appends: 5, refused: true, ends: 'failed' },
] as const;

const crashes = makings.flatMap((making) => crashesOf(making.appends).map((crash) => ({ ...making, crash })));

async function ready(refused: boolean): Promise<Creation> {
  const creation = await Creation.withInstance();
  if (!refused) return creation;
  for (const call of ['createImage', 'copyImage'] as const)
    jest.spyOn(creation.provider, call).mockRejectedValue(refusal);
  return creation;
}

async function undisturbed({ wish, refused }: (typeof makings)[number]): Promise<readonly string[]> {
  const creation = await ready(refused);
  await creation.create(wish);
  return creation.compute.recorded;
}

describe.each(crashes)('Making $what, and dying at $crash', ({ crash, ...making }) => {
  let creation: Creation;
  beforeEach(async () => {
    creation = await ready(making.refused);
    creation.store.failNext(crash);
    await expect(creation.create(making.wish)).rejects.toThrow(EventStoreUnavailable);
  });

  it('is finished by the process manager, once, however often it reads the log', async () => {
    await creation.restarted().reactToEverything();
    expect(creation.compute.recorded).toEqual(await undisturbed(making));
    await creation.restarted().reactToEverything();
    await creation.reactToEverything();
    expect(creation.compute.recorded).toEqual(await undisturbed(making));
    expect(await creation.image()).toMatchObject({ lifecycle: making.ends });
  });

  it('is finished by whoever asks again, whatever became of what it is made of', async () => {
    const { instanceId } = creation;
    const terminated = await creation.restarted().compute.act('TerminateInstance', instanceId, 'end');
    expect(terminated.state).toMatchObject({ lifecycle: 'terminated' });
    const { state } = await creation.restarted().create(making.wish);
    expect(state).toMatchObject({ lifecycle: making.ends });
    expect((await creation.create(making.wish)).state).toEqual(state);
    const snapshots = await creation.snapshotsOf();
    expect(new Set(snapshots.map(({ lifecycle }) => lifecycle))).toEqual(
      new Set([making.refused ? 'failed' : 'completed']),
    );
  });
});

describe.each(crashesOf(8))('Making an image that the provider refuses once, and dying at %j', (crash) => {
  it('ends with an image that has all of its snapshots, or with one that has failed', async () => {
    const creation = await Creation.withInstance();
    creation.provider.failNext('createImage', refusal);
    creation.store.failNext(crash);
    await expect(creation.create()).rejects.toThrow(EventStoreUnavailable);
    await creation.restarted().reactToEverything();
    const { lifecycle } = await creation.image();
    const ends = new Set((await creation.snapshotsOf()).map((snapshot) => snapshot.lifecycle));
    expect([lifecycle, ends]).toEqual(
      lifecycle === 'available' ? ['available', new Set(['completed'])] : ['failed', new Set(['failed'])],
    );
  });
});

describe('Two who look at an instance under one key, which changes meanwhile,', () => {
  it('make what the first claim says', async () => {
    const creation = await Creation.withInstance();
    const { compute, instanceId } = creation;
    let isFirst = true;
    creation.store.beforeAppend = async (stream) => {
      if (!isFirst || !stream.startsWith('imagename-')) return;
      isFirst = false;
      await compute.attach(await compute.createVolume('vol-0aaaaaaaaaaaaaaaa'), instanceId, 'a1');
      creation.store.failNext({ recorded: true });
      await expect(creation.restarted().create()).rejects.toThrow(EventStoreUnavailable);
    };
    await creation.create();
    expect((await creation.snapshotsOf()).map(({ lifecycle }) => lifecycle)).toEqual(
      Array(3).fill('completed'),
    );
    const before = creation.types;
    await creation.restarted().reactToEverything();
    expect(creation.types).toEqual(before);
  });
});

describe('Making an image, and dying before its claim', () => {
  it('leaves nothing', async () => {
    const creation = await Creation.withInstance();
    creation.store.failNext();
    await expect(creation.create()).rejects.toThrow(EventStoreUnavailable);
    await creation.restarted().reactToEverything();
    expect(creation.types).toEqual([]);
    expect((await creation.create()).state).toMatchObject({ lifecycle: 'available' });
  });
});

describe('Two bodies under one key, both claimed before either image was made', () => {
  const other = { name: 'other', noReboot: true } as const;

  it('make the image that was finished first; the snapshots of the other are not waited for', async () => {
    const creation = await Creation.withInstance();
    // The claim, and its snapshots.
    creation.store.failNext({ after: 3 });
    await expect(creation.create(other)).rejects.toThrow(EventStoreUnavailable);
    await creation.create();
    await creation.restarted().reactToEverything();
    expect(creation.types.at(-1)).toBe('ImageNameReleased');
    expect(await creation.image()).toMatchObject({ lifecycle: 'available', created: { name: 'made' } });
    expect(await creation.snapshotsOf()).toMatchObject([
      { lifecycle: 'completed' },
      { lifecycle: 'completed' },
    ]);
    const failed = creation.store.log.filter(({ type }) => type === 'SnapshotFailed');
    expect(failed.map(({ data }) => (JSON.parse(data) as { cause: string }).cause)).toEqual(
      Array(2).fill('there is no image to make it for'),
    );
    expect(creation.types.filter((type) => type === 'SnapshotReleased')).toHaveLength(2);
    const before = creation.types;
    await creation.restarted().reactToEverything();
    await expect(creation.create(other)).rejects.toThrow(IdempotencyKeyReused);
    expect(creation.types).toEqual(before);
  });
});

describe('An image that is deregistered', () => {
  it('while the one who makes it is about to ask the provider is made for nobody', async () => {
    const creation = await Creation.withInstance();
    let isGone = false;
    creation.store.beforeAppend = async (stream) => {
      if (isGone || !stream.startsWith('instance-')) return;
      isGone = true;
      await creation.restarted().deregister();
    };
    const { state } = await creation.create();
    expect(state).toMatchObject({ lifecycle: 'deregistered', created: { imageId: MADE } });
    expect(await creation.snapshotsOf()).toMatchObject([
      { lifecycle: 'completed' },
      { lifecycle: 'completed' },
    ]);
    const before = creation.types;
    await creation.restarted().reactToEverything();
    expect(creation.types).toEqual(before);
  });
});
