import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComputeFailure } from '../index';
import { SimulatedComputeProvider } from '#compute';
import { InMemoryEventStore, ticking } from '../../../test/support/in-memory-event-store';
import { Compute, REGISTERED } from './compute.testing';
import { Creation } from './creation.testing';
import { FamilyLedger } from './family-revocation.testing';
import { CascadeLedger, cascadeOf } from './image-cascade.testing';
import { registrationFrom, Service, SNAPSHOT_ONE, SNAPSHOT_TWO } from './processes.testing';
import { Storage } from './storage.testing';

/** Of what was recorded, and of what the provider was asked for. */
type Ids = readonly string[];

const golden = JSON.parse(readFileSync(join(__dirname, 'steps.golden.json'), 'utf8')) as Record<string, Ids>;

/** A provider that notes under which id it is asked for what. */
function listening(asked: string[]): SimulatedComputeProvider {
  return new Proxy(new SimulatedComputeProvider(), {
    get(provider, name) {
      const member: unknown = Reflect.get(provider, name, provider);
      if (typeof member !== 'function') return member;
      return (request?: { readonly operationId?: string }, ...rest: readonly unknown[]) => {
        if (request?.operationId !== undefined) asked.push(`${String(name)} ${request.operationId}`);
        return Reflect.apply(member, provider, [request, ...rest]) as unknown;
      };
    },
  });
}

const refused = new ComputeFailure('InsufficientInstanceCapacity', 'none left', false);

const idsOf = (store: InMemoryEventStore, asked: Ids): Ids => [
  ...store.log.map(({ type, id }) => `${type} ${id}`),
  ...new Set(asked),
];

async function computeWithImage(asked: string[]): Promise<Compute> {
  const compute = new Compute(new InMemoryEventStore({ now: ticking() }), listening(asked));
  await compute.change({ type: 'CreateImage', registration: REGISTERED }, 'image');
  return compute;
}

async function launched(asked: string[]): Promise<readonly [Compute, string]> {
  const compute = await computeWithImage(asked);
  const { instances } = await compute.launch({ maxCount: 1 });
  const state = instances[0]?.state;
  if (state?.kind !== 'existing') throw new Error('nothing was launched');
  return [compute, state.launched.instanceId];
}

const stories: Record<string, (asked: string[]) => Promise<{ readonly store: InMemoryEventStore }>> = {
  'a launch': async (asked) => (await launched(asked))[0],

  'a launch that the provider refuses': async (asked) => {
    const compute = await computeWithImage(asked);
    compute.provider.failNext('launchInstances', refused);
    await compute.launch();
    return compute;
  },

  'an attachment': async (asked) => {
    const [compute, instanceId] = await launched(asked);
    const volumeId = await compute.createVolume('vol-0123456789abcdef0');
    await compute.attach(volumeId, instanceId, 'a1');
    await compute.detach(volumeId, instanceId, 'd1');
    await compute.reactToEverything();
    return compute;
  },

  'what is done to an instance': async (asked) => {
    const [compute, instanceId] = await launched(asked);
    for (const type of ['StopInstance', 'StartInstance', 'RebootInstance', 'TerminateInstance'] as const)
      await compute.act(type, instanceId, type);
    await compute.reactToEverything();
    return compute;
  },

  'the replacement of a root volume': async (asked) => {
    const [compute, instanceId] = await launched(asked);
    await compute.replaceRoot(instanceId, { deleteReplacedRootVolume: true });
    compute.provider.failNext('replaceRootVolume', refused);
    await compute.replaceRoot(instanceId, {}, 'r2');
    await compute.reactToEverything();
    return compute;
  },

  'an image of an instance, a copy of it, and its end': async (asked) => {
    const [compute, instanceId] = await launched(asked);
    const creation = new Creation(compute, instanceId);
    await creation.create();
    const copy = { kind: 'copy', imageId: 'ami-00000000000000009', name: 'copied' } as const;
    await creation.create(copy, 'c2');
    compute.provider.failNext('createImage', refused);
    await creation.create({ imageId: 'ami-00000000000000008', name: 'failed' }, 'c3');
    await creation.deregister();
    await creation.reactToEverything();
    return creation;
  },

  'a volume and a snapshot of it': async (asked) => {
    const storage = new Storage(new InMemoryEventStore(), listening(asked));
    await storage.createVolume();
    await storage.createSnapshot();
    await storage.deleteVolume();
    await storage.deleteSnapshot();
    await storage.reactToEverything();
    return storage;
  },

  'a registration, a deregistration and a restoration': async (asked) => {
    const service = new Service(new InMemoryEventStore(), listening(asked));
    await service.retain();
    await service.register(registrationFrom([SNAPSHOT_ONE, SNAPSHOT_TWO]));
    await service.deregisterWith({ deleteAssociatedSnapshots: true });
    await service.restore();
    await service.reactToEverything();
    return service;
  },

  'a revocation that a family follows': async () => {
    const family = await FamilyLedger.withVersions(2);
    const before = family.store.log.length;
    await family.revoke(2);
    await family.react(before);
    return family;
  },

  'a cascade': async () => {
    const ledger = await CascadeLedger.with({ 2: 1, 3: 2 });
    const before = ledger.store.log.length;
    const revoked = await ledger.cascade(1);
    await ledger.react(before);
    await ledger.undo(1, cascadeOf(revoked));
    await ledger.react(before);
    return ledger;
  },
};

/** A release that names a step otherwise takes it again where the release before it was interrupted. */
describe('What a step is called', () => {
  it.each(Object.entries(stories))('stays what it was: %s', async (name, tell) => {
    const asked: string[] = [];
    const { store } = await tell(asked);
    expect(idsOf(store, asked)).toEqual(golden[name]);
  });

  it('is written down for no other story', () => {
    expect(Object.keys(golden).sort()).toEqual(Object.keys(stories).sort());
  });
});
