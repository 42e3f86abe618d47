import { registration } from '../support/service';
import type { Random } from './random';

/** What is asked, without the key that names it. */
export interface Ask {
  readonly kind: string;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/** What there is to ask about. Some of it is gone by now: a refusal is an answer too. */
export interface Known {
  readonly imageIds: string[];
  readonly instanceIds: string[];
  readonly volumeIds: string[];
  readonly snapshotIds: string[];
}

const ZONE = 'us-east-1a';
const FRIENDS = ['100000000001', '100000000002', '100000000003'];
const DEVICES = ['/dev/sdf', '/dev/sdg'];
const TYPE = 'm7g.large';

type Maker = (random: Random, known: Known) => Ask | undefined;

/** Needs one of what is known; asks nothing when there is none yet. */
const about =
  (pool: keyof Known, ask: (id: string, random: Random, known: Known) => Ask | undefined): Maker =>
  (random, known) => {
    const id = random.of(known[pool].slice(-12));
    return id === undefined ? undefined : ask(id, random, known);
  };

const image = (kind: string, place: string, body: (random: Random) => object): Maker =>
  about('imageIds', (id, random) => ({
    kind,
    method: 'POST',
    path: `/v1/images/${id}/${place}`,
    body: body(random),
  }));

const change = (verb: 'add' | 'remove') => (random: Random) => ({
  [verb]: [{ userId: random.of(FRIENDS) }],
});

const act = (action: string): Maker =>
  about('instanceIds', (id) => ({
    kind: action,
    method: 'POST',
    path: `/v1/instances/${id}/actions`,
    body: { action },
  }));

const remove = (kind: string, pool: 'volumeIds' | 'snapshotIds', place: string): Maker =>
  about(pool, (id) => ({ kind, method: 'DELETE', path: `/v1/${place}/${id}` }));

/** A few names only, so that they are fought for; some images stand on snapshots of the ledger. */
const register: Maker = (random, { snapshotIds }) => {
  const snapshotId = random.of(snapshotIds.slice(-12));
  const wish = registration(random.next() < 0.5 ? { name: `name ${Math.floor(random.next() * 20)}` } : {});
  if (snapshotId === undefined || random.next() < 0.5)
    return { kind: 'register', method: 'POST', path: '/v1/images', body: wish };
  const source = {
    ...(wish['source'] as object),
    blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { snapshotId } }],
  };
  return { kind: 'register', method: 'POST', path: '/v1/images', body: { ...wish, source } };
};

const MAKERS: readonly (readonly [weight: number, make: Maker])[] = [
  [6, register],
  [6, image('grant', 'launch-permissions', change('add'))],
  [4, image('revoke', 'launch-permissions', change('remove'))],
  [2, image('deregister', 'deregistration', () => ({ reason: 'no longer needed' }))],
  [2, image('deprecate', 'deprecation', () => ({ deprecateAt: '2030-01-01T00:00:00Z' }))],
  [
    3,
    about('imageIds', (id, random) => ({
      kind: 'describe',
      method: 'PATCH',
      path: `/v1/images/${id}`,
      body: { description: `words ${random.next()}` },
    })),
  ],
  [
    6,
    about('imageIds', (imageId, random) => ({
      kind: 'launch',
      method: 'POST',
      path: '/v1/instances',
      body: { imageId, instanceType: TYPE, minCount: 1, maxCount: random.next() < 0.5 ? 1 : 3 },
    })),
  ],
  [3, act('stop')],
  [3, act('start')],
  [1, act('reboot')],
  [2, act('terminate')],
  [
    2,
    about('instanceIds', (id, random) => ({
      kind: 'tag',
      method: 'PUT',
      path: `/v1/instances/${id}/tags`,
      body: { team: String(random.next()) },
    })),
  ],
  [4, () => ({ kind: 'volume', method: 'POST', path: '/v1/volumes', body: { size: 8, zone: ZONE } })],
  [
    7,
    about('volumeIds', (id, random, { instanceIds }) => {
      const instanceId = random.of(instanceIds.slice(-12));
      const body = { instanceId, device: random.of(DEVICES) };
      return instanceId === undefined
        ? undefined
        : { kind: 'attach', method: 'POST', path: `/v1/volumes/${id}/attachments`, body };
    }),
  ],
  [
    4,
    about('volumeIds', (id, random, { instanceIds }) => ({
      kind: 'detach',
      method: 'DELETE',
      path: `/v1/volumes/${id}/attachments/${random.of(instanceIds.slice(-12)) ?? 'i-0123456789abcdef0'}`,
    })),
  ],
  [2, remove('delete volume', 'volumeIds', 'volumes')],
  [
    4,
    about('volumeIds', (volumeId) => ({
      kind: 'snapshot',
      method: 'POST',
      path: '/v1/snapshots',
      body: { volumeId },
    })),
  ],
  [2, remove('delete snapshot', 'snapshotIds', 'snapshots')],
];

const TOTAL = MAKERS.reduce((sum, [weight]) => sum + weight, 0);

export function nextAsk(random: Random, known: Known): Ask {
  let left = random.next() * TOTAL;
  const found = MAKERS.find(([weight]) => (left -= weight) < 0);
  return found?.[1](random, known) ?? nextAsk(random, known);
}
