import { IMAGE, owner } from '../image/image.testing';
import type { AdoptInstance, ObservedInstance } from './commands';
import type { InstanceAdoptedData, InstanceEvent } from './events';
import { DATA_VOLUME, INSTANCE, ROOT_VOLUME } from './instance.testing';

/** After everything that `given` records. */
const LATER = new Date('2026-01-02T00:00:00.000Z');

export const root = { deviceName: '/dev/xvda', volumeId: ROOT_VOLUME, deleteOnTermination: true };
export const data = { deviceName: '/dev/sdf', volumeId: DATA_VOLUME, deleteOnTermination: false };

/** What `describe-instances` shows of one that runs. */
const seen = (overrides: Partial<InstanceAdoptedData> = {}): InstanceAdoptedData => ({
  instanceId: INSTANCE,
  ownerId: owner.account,
  region: 'us-east-1',
  zone: 'us-east-1a',
  imageId: IMAGE,
  instanceType: 't2.micro',
  launchId: 'r-0a1b2c3d',
  launchTime: '2016-05-07T23:23:30.000Z',
  state: 'running',
  rootDeviceName: '/dev/xvda',
  devices: [root],
  tags: {},
  ...overrides,
});

export const adopted = (overrides: Partial<InstanceAdoptedData> = {}): InstanceEvent => ({
  type: 'InstanceAdopted',
  data: seen(overrides),
});

export const adopt = (overrides: Partial<ObservedInstance> = {}, observedAt = LATER): AdoptInstance => ({
  type: 'AdoptInstance',
  instanceId: INSTANCE,
  observed: { facts: { ...seen(), ...overrides }, observedAt },
  adoptionId: 'a1',
});

/** As it is told by somebody who says nothing else. */
export const adoptSaying = (...said: readonly (keyof ObservedInstance)[]): AdoptInstance => {
  const names = new Set<string>(['instanceId', 'ownerId', 'region', 'tags', ...said]);
  const facts = Object.fromEntries(Object.entries(seen()).filter(([name]) => names.has(name)));
  return { ...adopt(), observed: { facts: facts as unknown as ObservedInstance, observedAt: LATER } };
};
