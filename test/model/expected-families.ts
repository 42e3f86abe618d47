import { refusal, type Scene } from './expected';
import { latestOf, type ModelFamily } from './world';

interface Named {
  readonly owner: string;
  readonly name: string;
}

const mayLook = ({ viewer }: Scene, { ownerId }: ModelFamily): boolean =>
  viewer.mayReadAll || viewer.account === ownerId;

const summaryOf = ({ ownerId, name, description, created }: ModelFamily) => ({
  ownerId,
  name,
  description: description ?? undefined,
  creationDate: new Date(created),
});

function find(scene: Scene, { owner, name }: Named): ModelFamily | undefined {
  const family = scene.then.families[`${owner}/${name}`];
  return family !== undefined && mayLook(scene, family) ? family : undefined;
}

export function expectedFamily(scene: Scene, named: Named): unknown {
  const family = find(scene, named);
  if (family === undefined) return refusal('unknown-family');
  const { versions, channels, revision } = family;
  return {
    ...summaryOf(family),
    versions: versions.length,
    channels: channelsOf(family, channels),
    ...(scene.isPast ? {} : { revision }),
  };
}

function channelsOf(family: ModelFamily, channels: ModelFamily['channels']): unknown {
  const pointing = Object.entries(channels).map(([channel, { path, since }]) =>
    pointer(family, channel, path.at(-1) ?? null, since),
  );
  const latest = pointer(family, 'latest', latestOf(family), family.latestSince);
  return [...pointing, ...(family.versions.length > 0 ? [latest] : [])].sort((one, other) =>
    one.channel < other.channel ? -1 : 1,
  );
}

const pointer = ({ versions }: ModelFamily, channel: string, version: number | null, since: number) => ({
  channel,
  version,
  imageId: version === null ? null : versions[version - 1]?.imageId,
  since: new Date(since),
});

export function expectedVersions(scene: Scene, named: Named): unknown {
  const family = find(scene, named);
  if (family === undefined) return refusal('unknown-family');
  return family.versions
    .map(({ imageId, revoked, published }, index) => ({
      version: index + 1,
      imageId,
      revoked,
      publicationDate: new Date(published),
    }))
    .reverse();
}

export const expectedFamilies = (scene: Scene): unknown =>
  Object.values(scene.then.families)
    .filter((family) => mayLook(scene, family))
    .map(summaryOf)
    .sort((one, other) => (one.ownerId + one.name < other.ownerId + other.name ? -1 : 1));
