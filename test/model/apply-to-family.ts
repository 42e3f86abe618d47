import { latestOf, type Deed, type ModelFamily, type ModelImage, type World } from './world';
import { isSame } from './same';
import type { Wish } from './wishes';

type FamilyChange = Extract<Wish, { kind: 'family' }>;

interface Facts {
  readonly imageId: string;
  /** Of the request. */
  readonly id: string;
}

export function applyToFamily(
  world: World,
  { owner, name, change }: FamilyChange,
  deed: Deed,
  facts: Facts,
): void {
  const key = `${owner}/${name}`;
  if (change.kind === 'create-family') {
    world.families[key] ??= created(owner, name, change.description ?? null, deed);
    return;
  }
  const family = world.families[key];
  if (family === undefined) throw new Error('changed a family that is not there');
  const latest = latestOf(family);
  changeFamily(world, family, change, { deed, ...facts });
  if (latestOf(family) !== latest) family.latestSince = deed.at;
}

function changeFamily(
  world: World,
  family: ModelFamily,
  change: Exclude<FamilyChange['change'], { kind: 'create-family' }>,
  { deed, imageId, id }: Facts & { readonly deed: Deed },
): void {
  switch (change.kind) {
    case 'publish':
      if (!family.versions.some((version) => version.imageId === imageId))
        family.versions.push({ imageId, revoked: false, published: deed.at });
      return;
    case 'promote': {
      const path = pathOf(family, change.channel);
      if (path.at(-1) !== change.version) point(family, change.channel, [...path, change.version], deed);
      return;
    }
    case 'roll-back-channel':
    case 'undo-channel': {
      const before = pathOf(family, change.channel);
      if (change.kind === 'undo-channel') undo(family, change, deed);
      else rollBack(world, family, change, deed);
      if (!isSame(before, pathOf(family, change.channel)))
        family.rollbacks.push({ id, channel: change.channel, before });
    }
  }
}

/** Counted from the last one. */
export const channelRollbackAt = (
  { rollbacks }: ModelFamily,
  channel: string,
  index: number,
): ModelFamily['rollbacks'][number] | undefined =>
  rollbacks.filter((rollback) => rollback.channel === channel).at(-1 - index);

function undo(
  family: ModelFamily,
  { channel, rollback }: Extract<FamilyChange['change'], { kind: 'undo-channel' }>,
  deed: Deed,
): void {
  const undone = channelRollbackAt(family, channel, rollback);
  if (undone === undefined) throw new Error('there was nothing to undo');
  if (!isSame(undone.before, pathOf(family, channel))) point(family, channel, undone.before, deed);
}

const created = (ownerId: string, name: string, description: string | null, { at }: Deed): ModelFamily => ({
  ownerId,
  name,
  description,
  created: at,
  versions: [],
  channels: {},
  rollbacks: [],
  latestSince: at,
  revision: 0,
});

const pathOf = ({ channels }: ModelFamily, channel: string): readonly number[] =>
  channels[channel]?.path ?? [];

const point = (family: ModelFamily, channel: string, path: readonly number[], { at }: Deed): void =>
  pointSince(family, channel, path, at);

function pointSince(family: ModelFamily, channel: string, path: readonly number[], since: number): void {
  const before = family.channels[channel]?.since ?? since;
  family.channels[channel] = { path: [...path], since: Math.max(before, since) };
}

function rollBack(
  world: World,
  family: ModelFamily,
  { channel, to }: { readonly channel: string; readonly to?: number },
  deed: Deed,
): void {
  const path = pathOf(family, channel);
  if (to === path.at(-1)) return;
  const target = to ?? lastGood(world, family, path, deed.at);
  if (target === undefined) throw new Error('went back to nowhere');
  point(family, channel, backTo(path, target), deed);
}

/** As it was when it last pointed there. */
const backTo = (path: readonly number[], version: number): readonly number[] =>
  path.slice(0, path.slice(0, -1).lastIndexOf(version) + 1);

const isDue = ({ scheduled }: ModelImage, by: number): boolean => scheduled !== null && scheduled.since <= by;

function lastGood(
  world: World,
  family: ModelFamily,
  path: readonly number[],
  by: number,
): number | undefined {
  return path
    .slice(0, -1)
    .filter((version) => version !== path.at(-1))
    .findLast((version) => isGood(world, family, version, by));
}

function isGood(world: World, { versions }: ModelFamily, version: number, by: number): boolean {
  const { imageId = '', revoked = true } = versions[version - 1] ?? {};
  const image = world.images[imageId];
  return !revoked && image?.state === 'available' && image.revocation === null && !isDue(image, by);
}

/** What a family says of its versions is what their images are; channels leave what is revoked, unless they are to stay. */
export function familiesFollow(world: World, { imageId, revocation }: ModelImage, deed: Deed): void {
  for (const family of Object.values(world.families)) {
    const version = family.versions.findIndex((known) => known.imageId === imageId) + 1;
    const known = family.versions[version - 1];
    if (known === undefined || known.revoked === (revocation !== null)) continue;
    const since = revocation?.since ?? deed.at;
    say(family, version, { revoked: revocation !== null, since });
    if (revocation?.channels === 'move') moveAway(world, family, version, since);
  }
}

function say(
  family: ModelFamily,
  version: number,
  { revoked, since }: { readonly revoked: boolean; readonly since: number },
): void {
  const known = family.versions[version - 1];
  if (known === undefined) return;
  const latest = latestOf(family);
  known.revoked = revoked;
  if (latestOf(family) !== latest) family.latestSince = Math.max(family.latestSince, since);
}

interface Followed {
  /** `account/name` */
  readonly key: string;
  readonly version: number;
  readonly since: number;
  /** The paths that channels have by that. */
  readonly left: Readonly<Record<string, readonly number[]>>;
}

/** What families made of revocations, from one world to the next. */
export const followedBetween = (before: World, after: World): readonly Followed[] =>
  Object.entries(after.families).flatMap(([key, family]) =>
    family.versions.flatMap(({ imageId, revoked }, index) => {
      const version = index + 1;
      const earlier = before.families[key];
      const since = after.images[imageId]?.revocation?.since;
      if (!revoked || earlier?.versions[index]?.revoked !== false || since === undefined) return [];
      const left = Object.entries(earlier.channels)
        .filter(([, { path }]) => path.at(-1) === version)
        .map(([channel]) => [channel, pathOf(family, channel)] as const)
        .filter(([, path]) => path.at(-1) !== version);
      return [{ key, version, since, left: Object.fromEntries(left) }];
    }),
  );

/** In hindsight it was so from the revocation on, whenever the family has heard of it. */
export function inHindsight(past: World, { key, version, since, left }: Followed): void {
  const family = past.families[key];
  if (family === undefined) return;
  say(family, version, { revoked: true, since });
  for (const [channel, path] of Object.entries(left))
    if (pathOf(family, channel).at(-1) === version) pointSince(family, channel, path, since);
}

function moveAway(world: World, family: ModelFamily, version: number, since: number): void {
  for (const [channel, { path }] of Object.entries(family.channels)) {
    if (path.at(-1) !== version) continue;
    // Process managers look at images by their own clock: what was to come in a history has come by then.
    const target = lastGood(world, family, path, Infinity);
    pointSince(family, channel, target === undefined ? [] : backTo(path, target), since);
  }
}
