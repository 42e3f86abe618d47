import { moved, previousGood } from './channels';
import type { ReinstateImageVersion, RevokeImageVersion } from './commands';
import type { FamilyEvent } from './events';
import { withRevoked, type ExistingFamily } from './state';

/** An image that is in no version, or in one that is revoked already, changes nothing. */
export function revoke(
  { imageId, channels, fitness }: RevokeImageVersion,
  family: ExistingFamily,
): readonly FamilyEvent[] {
  const version = versionOf(family, imageId, false);
  if (version === undefined) return [];
  const revoked = { type: 'ImageVersionRevoked', data: dataOf(family, version, imageId) } as const;
  if (channels === 'keep') return [revoked];
  const afterwards = withRevoked(family, version, true);
  const pointing = [...family.channels].filter(([, path]) => path.at(-1) === version);
  return [revoked, ...pointing.map(([channel]) => movedAway(afterwards, channel, version, fitness))];
}

export function reinstate(
  { imageId }: ReinstateImageVersion,
  family: ExistingFamily,
): readonly FamilyEvent[] {
  const version = versionOf(family, imageId, true);
  return version === undefined
    ? []
    : [{ type: 'ImageVersionReinstated', data: dataOf(family, version, imageId) }];
}

/** To its last good version; to none, where there is none. */
function movedAway(
  family: ExistingFamily,
  channel: string,
  from: number,
  fitness: RevokeImageVersion['fitness'],
): FamilyEvent {
  const to = previousGood(family, channel, fitness);
  const data = { ...moved(family, channel, from), from, ...(to === undefined ? {} : { to }) };
  return { type: 'ChannelRolledBack', data };
}

function versionOf({ versions }: ExistingFamily, imageId: string, revoked: boolean): number | undefined {
  const index = versions.findIndex((known) => known.imageId === imageId && known.revoked === revoked);
  return index < 0 ? undefined : index + 1;
}

const dataOf = ({ created: { ownerId, name } }: ExistingFamily, version: number, imageId: string) => ({
  ownerId,
  name,
  version,
  imageId,
});
