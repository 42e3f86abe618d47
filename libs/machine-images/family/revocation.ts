import { moved, previousGood } from './channels';
import type { ReinstateImageVersion, RevokeImageVersion } from './commands';
import type { FamilyEvent } from './events';
import type { ImageFitness } from './fitness';
import { withRevoked, type ExistingFamily } from './state';

/** Of a version that is revoked already, only the channels move that were to stay until now. */
export function revoke(
  { imageId, channels, fitness = new Map() }: RevokeImageVersion,
  family: ExistingFamily,
): readonly FamilyEvent[] {
  const version = versionOf(family, imageId);
  if (version === undefined) return [];
  const moving = channels === 'move' ? channelsAt(family, version) : [];
  const afterwards = withRevoked(family, version, true);
  return [
    ...(isRevoked(family, version) ? [] : [revokedVersion(family, version, imageId)]),
    ...moving.map((channel) => movedAway(afterwards, channel, version, fitness)),
  ];
}

export function reinstate(
  { imageId }: ReinstateImageVersion,
  family: ExistingFamily,
): readonly FamilyEvent[] {
  const version = versionOf(family, imageId);
  return version === undefined || !isRevoked(family, version)
    ? []
    : [{ type: 'ImageVersionReinstated', data: dataOf(family, version, imageId) }];
}

/** To its last good version; to none, where there is none. */
function movedAway(
  family: ExistingFamily,
  channel: string,
  from: number,
  fitness: ReadonlyMap<string, ImageFitness>,
): FamilyEvent {
  const to = previousGood(family, channel, fitness);
  const data = { ...moved(family, channel, from), from, ...(to === undefined ? {} : { to }) };
  return { type: 'ChannelRolledBack', data };
}

function versionOf({ versions }: ExistingFamily, imageId: string): number | undefined {
  const index = versions.findIndex((known) => known.imageId === imageId);
  return index < 0 ? undefined : index + 1;
}

const isRevoked = ({ versions }: ExistingFamily, version: number): boolean =>
  versions[version - 1]?.revoked === true;

const channelsAt = ({ channels }: ExistingFamily, version: number): readonly string[] =>
  [...channels].filter(([, path]) => path.at(-1) === version).map(([channel]) => channel);

const revokedVersion = (family: ExistingFamily, version: number, imageId: string): FamilyEvent => ({
  type: 'ImageVersionRevoked',
  data: dataOf(family, version, imageId),
});

const dataOf = ({ created: { ownerId, name } }: ExistingFamily, version: number, imageId: string) => ({
  ownerId,
  name,
  version,
  imageId,
});
