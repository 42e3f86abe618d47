import { moved, previousGood } from './channels';
import type { ReinstateImageVersion, RevokeImageVersion } from './commands';
import type { FamilyEvent } from './events';
import type { ImageFitness } from './fitness';
import { pathOf, withRevoked, type ExistingFamily } from './state';

/** Of a version that is revoked already, only the channels move that were to stay until now. */
export function revoke(
  { imageId, since, moving, fitness = new Map() }: RevokeImageVersion,
  family: ExistingFamily,
): readonly FamilyEvent[] {
  const version = versionOf(family, imageId);
  if (version === undefined) return [];
  return [
    ...(isRevoked(family, version) ? [] : [revokedVersion(family, version, imageId, since)]),
    ...(moving === undefined
      ? []
      : channelsAt(family, version).map((channel) =>
          movedAway(family, channel, { version, fitness, moving }),
        )),
  ];
}

export function reinstate(
  { imageId, undo, fitness = new Map() }: ReinstateImageVersion,
  family: ExistingFamily,
): readonly FamilyEvent[] {
  const version = versionOf(family, imageId);
  if (version === undefined || !isRevoked(family, version)) return [];
  const data = dataOf(family, version, imageId);
  if (undo === undefined) return [{ type: 'ImageVersionReinstated', data }];
  const afterwards = withRevoked(family, version, false);
  return [
    { type: 'ImageVersionReinstated', data: { ...data, undo } },
    ...displacedFrom(family, version).flatMap((channel) => broughtBack(afterwards, channel, undo, fitness)),
  ];
}

/** The versions that a channel may come back to, when it was moved by revocations: the one it stood at last comes first. */
export function waysForward(family: ExistingFamily, channel: string): readonly number[] {
  const before = family.displaced.get(channel) ?? [];
  const now = pathOf(family, channel).at(-1);
  return before.slice(now === undefined ? 0 : before.lastIndexOf(now) + 1).toReversed();
}

/** The channels that have stood at the version, or further, until revocations moved them. */
export const displacedFrom = (family: ExistingFamily, version: number): readonly string[] =>
  [...family.displaced.keys()].filter((channel) => waysForward(family, channel).includes(version));

function broughtBack(
  family: ExistingFamily,
  channel: string,
  undo: string,
  fitness: ReadonlyMap<string, ImageFitness>,
): readonly FamilyEvent[] {
  const to = waysForward(family, channel).find((version) => isGood(family, version, fitness));
  if (to === undefined) return [];
  const data = { ...moved(family, channel, pathOf(family, channel).at(-1)), to, undo };
  return [{ type: 'ChannelRestored', data }];
}

function isGood(
  { versions }: ExistingFamily,
  version: number,
  fitness: ReadonlyMap<string, ImageFitness>,
): boolean {
  const known = versions[version - 1];
  return known?.revoked === false && fitness.get(known.imageId) === 'good';
}

interface Leaving {
  readonly version: number;
  readonly fitness: ReadonlyMap<string, ImageFitness>;
  readonly moving: NonNullable<RevokeImageVersion['moving']>;
}

/** To its last good version before this one; to none, where there is none. */
function movedAway(
  family: ExistingFamily,
  channel: string,
  { version: from, fitness, moving: { cause, since } }: Leaving,
): FamilyEvent {
  const to = previousGood(family, channel, fitness);
  const target = to === undefined ? {} : { to };
  const data = { ...moved(family, channel, from), from, ...target, cause, since: since.toISOString() };
  return { type: 'ChannelRolledBack', data };
}

export function versionOf({ versions }: ExistingFamily, imageId: string): number | undefined {
  const index = versions.findIndex((known) => known.imageId === imageId);
  return index < 0 ? undefined : index + 1;
}

const isRevoked = ({ versions }: ExistingFamily, version: number): boolean =>
  versions[version - 1]?.revoked === true;

const channelsAt = ({ channels }: ExistingFamily, version: number): readonly string[] =>
  [...channels].filter(([, path]) => path.at(-1) === version).map(([channel]) => channel);

const revokedVersion = (
  family: ExistingFamily,
  version: number,
  imageId: string,
  since: Date,
): FamilyEvent => ({
  type: 'ImageVersionRevoked',
  data: { ...dataOf(family, version, imageId), since: since.toISOString() },
});

const dataOf = ({ created: { ownerId, name } }: ExistingFamily, version: number, imageId: string) => ({
  ownerId,
  name,
  version,
  imageId,
});
