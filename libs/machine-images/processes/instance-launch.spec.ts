import { wishUnder } from '../../../test/support/wish';
import { EventStoreUnavailable, IdempotencyKeyReused } from '#event-sourcing';
import { ComputeFailure } from '../compute-provider';
import { NotTheOwner, UnknownImage } from '../image/errors';
import {
  account,
  deregister,
  describeAs,
  grant,
  organization,
  revoke,
  stranger,
} from '../image/image.testing';
import { LAUNCH } from '../launch/launch.testing';
import { memberships } from '../organization/membership';
import { Compute, crashesOf } from './compute.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('InsufficientInstanceCapacity', 'no room', false);
const FRIEND = { account: stranger.account };

describe('Launching instances', () => {
  it('decides once, makes the volumes of each, then the instance, and says what it gave', async () => {
    const compute = await Compute.withImage();
    const { outcome, instances } = await compute.launch({ tags: { Name: 'web' } });
    expect(compute.recordedTypes.slice(2, 3)).toEqual(['LaunchRequested']);
    expect(compute.recordedTypes.at(-1)).toBe('LaunchCompleted');
    expect(outcome.state).toMatchObject({ kind: 'completed' });
    expect(instances.map(({ state }) => state)).toMatchObject(
      [0, 1].map((index) => ({
        lifecycle: 'running',
        tags: { Name: 'web' },
        launched: { index, grounds: 'owner', imageRevision: 1 },
      })),
    );
    for (const { state } of instances) {
      if (state.kind === 'unknown') throw new Error('nothing was launched');
      for (const [device, { volumeId }] of state.devices)
        expect(await compute.volume(volumeId)).toMatchObject({
          attachment: { instanceId: state.launched.instanceId, device },
          created: { createdFor: { device } },
        });
    }
    expect(compute.provider.performed).toEqual(['launchInstances']);
  });

  it('answers a repetition as the first time, also when the image is gone since', async () => {
    const compute = await Compute.withImage();
    const first = await compute.launch();
    await compute.change(deregister(), 'gone');
    const before = compute.recorded;
    for (const again of [compute, compute.restarted()]) {
      const { outcome, instances } = await again.launch();
      expect([outcome.state, outcome.revision]).toEqual([first.outcome.state, first.outcome.revision]);
      expect(instances.map(({ state }) => state)).toEqual(first.instances.map(({ state }) => state));
    }
    await expect(compute.launch({ maxCount: 3 })).rejects.toThrow(IdempotencyKeyReused);
    expect(compute.recorded).toEqual(before);
  });

  it('that many ask for at once under one key gives what one would have got', async () => {
    const whole = await Compute.withImage();
    await whole.launch();
    const compute = await Compute.withImage();
    const asked = Array.from({ length: 10 }, () => compute.restarted().launch());
    const [, ...answers] = await Promise.all([compute.restarted().reactToEverything(), ...asked]);
    for (const { outcome, instances } of answers) {
      expect(outcome.state.kind).toBe('completed');
      expect(instances).toHaveLength(2);
    }
    await compute.restarted().reactToEverything();
    expect([...compute.recorded].sort()).toEqual([...whole.recorded].sort());
  });

  it('is refused on a fresh look at the image, whatever this process saw before', async () => {
    const compute = await Compute.withImage();
    const permission = account(stranger.account);
    await compute.change(grant(permission), 'grant');
    await compute.launch({ ...FRIEND, launchId: 'r-1' }, 'l1');
    await compute.restarted().change(revoke(permission), 'revoke');
    const before = compute.recorded;
    await expect(compute.launch({ ...FRIEND, launchId: 'r-2' }, 'l2')).rejects.toThrow(UnknownImage);
    expect(compute.recorded).toEqual(before);
  });

  it('is decided on a fresh look at where the account is, and records which permission it stands on', async () => {
    const compute = await Compute.withImage();
    const placing = { organizationId: 'o-a1b2c3d4e5', account: FRIEND.account };
    const member = (type: 'PlaceAccount' | 'RemoveAccount', key: string) =>
      compute
        .restarted()
        .writePath.execute(memberships, FRIEND.account, { type, ...placing }, wishUnder(key));
    const grantedTo = organization('o-a1b2c3d4e5');
    await compute.change(grant(grantedTo), 'grant');
    await expect(compute.launch({ ...FRIEND, launchId: 'r-1' }, 'l1')).rejects.toThrow(UnknownImage);
    await member('PlaceAccount', 'join');
    const { instances } = await compute.launch({ ...FRIEND, launchId: 'r-2' }, 'l2');
    expect(instances.map(({ state }) => state)).toMatchObject(
      [0, 1].map(() => ({ launched: { grounds: 'organization', grantedTo } })),
    );
    await member('RemoveAccount', 'leave');
    const before = compute.recorded;
    await expect(compute.launch({ ...FRIEND, launchId: 'r-3' }, 'l3')).rejects.toThrow(UnknownImage);
    expect(compute.recorded).toEqual(before);
  });

  it('tells an account of the organization from one that may not know of the image', async () => {
    const compute = await Compute.withImage();
    await compute.change(grant(organization('o-a1b2c3d4e5')), 'grant');
    const describing = () => compute.change(describeAs('mine', stranger), 'describe');
    await expect(describing()).rejects.toThrow(UnknownImage);
    const place = {
      type: 'PlaceAccount',
      organizationId: 'o-a1b2c3d4e5',
      account: stranger.account,
    } as const;
    await compute.restarted().writePath.execute(memberships, stranger.account, place, wishUnder('join'));
    await expect(describing()).rejects.toThrow(NotTheOwner);
  });

  it('is refused for an image that does not exist', async () => {
    await expect(new Compute().launch()).rejects.toThrow(UnknownImage);
  });

  it('records nothing in a dry run, and asks nothing of the provider', async () => {
    const compute = await Compute.withImage();
    const before = compute.recorded;
    const { outcome } = await compute.launch({}, 'dry', { dryRun: true });
    expect(outcome.events).toMatchObject([{ type: 'LaunchRequested' }]);
    expect([compute.recorded, compute.provider.performed]).toEqual([before, []]);
  });

  it('is not finished by a dry run of what was asked for already', async () => {
    const compute = await Compute.withImage();
    compute.provider.failNext('launchInstances', outage);
    await compute.launch();
    const before = compute.recorded;
    const { outcome, instances } = await compute.launch({}, 'l1', { dryRun: true });
    expect([outcome.state.kind, instances]).toEqual(['requested', []]);
    expect([compute.recorded, compute.provider.performed]).toEqual([before, []]);
  });

  it('that is over is not asked for again of a provider that has forgotten it', async () => {
    const compute = await Compute.withImage();
    const { outcome } = await compute.launch();
    const { log } = compute.store;
    expect(JSON.parse(log.at(-1)!.data)).toEqual({
      launchId: LAUNCH,
      instanceIds: outcome.state.kind === 'completed' && outcome.state.instanceIds,
    });
    const before = compute.recorded;
    const other = new Compute(compute.store);
    expect((await other.launch()).instances).toHaveLength(2);
    await other.reactToEverything();
    expect([other.recorded, other.provider.performed]).toEqual([before, []]);
  });
});

describe('A launch that the provider', () => {
  it('does not answer goes on when it does', async () => {
    const compute = await Compute.withImage();
    compute.provider.failNext('launchInstances', outage);
    const { outcome, instances } = await compute.launch();
    expect([outcome.state.kind, instances]).toEqual(['requested', []]);
    await compute.restarted().reactToEverything();
    const again = await compute.launch();
    expect([again.outcome.state.kind, again.instances.length]).toEqual(['completed', 2]);
  });

  it('refuses gives nothing, and says why', async () => {
    const compute = await Compute.withImage();
    compute.provider.failNext('launchInstances', refusal);
    const { outcome, instances } = await compute.launch();
    expect([outcome.state.kind, instances]).toEqual(['completed', []]);
    expect(JSON.parse(compute.store.log.at(-1)!.data)).toMatchObject({
      instanceIds: [],
      cause: 'InsufficientInstanceCapacity: no room',
    });
  });

  it.each([
    { minCount: 1, given: 1 },
    { minCount: 2, given: 0 },
  ])('has room for one of gives $given when $minCount are the least', async ({ minCount, given }) => {
    const compute = await Compute.withImage();
    jest.spyOn(compute.provider, 'launchInstances').mockImplementation(({ operationId, instances }) => {
      const [{ instanceId } = { instanceId: '' }] = instances;
      return Promise.resolve({ operationId, providerIds: { [instanceId]: 'i-theirs' } });
    });
    const { instances, outcome } = await compute.launch({ minCount });
    const made = instances.map(({ state }) => state.kind === 'existing' && state.launched.instanceId);
    expect(made).toHaveLength(given);
    expect(JSON.parse(compute.store.log.at(-1)!.data)).toEqual({
      launchId: LAUNCH,
      instanceIds: made,
      cause: 'the provider had room for 1',
    });
    expect(outcome.state).toMatchObject({ instanceIds: made });
    expect(compute.recordedTypes.filter((type) => type === 'InstanceLaunched')).toHaveLength(given);
  });
});

describe.each(crashesOf(8))('A launch that dies at %j', (crash) => {
  let compute: Compute;
  let undisturbed: readonly string[];
  beforeEach(async () => {
    const whole = await Compute.withImage();
    await whole.launch();
    undisturbed = whole.recorded;
    compute = await Compute.withImage();
    compute.store.failNext(crash);
    await expect(compute.launch()).rejects.toThrow(EventStoreUnavailable);
  });

  it('is finished by the process manager, once', async () => {
    await compute.restarted().reactToEverything();
    await compute.restarted().reactToEverything();
    expect(compute.recorded).toEqual(undisturbed);
  });

  it('is finished by whoever asks again', async () => {
    const { instances } = await compute.restarted().launch();
    expect(instances).toHaveLength(2);
    expect(compute.recorded).toEqual(undisturbed);
  });
});
