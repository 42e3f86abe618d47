import { tagChanges, type Tags } from '../tags';
import { deprecationTimeOf } from './deprecation';
import { byPrincipalKey, principalKey, type LaunchPrincipal } from './launch-principal';
import type { ExistingImage, ImageLifecycle } from './state';

interface Change<Value> {
  readonly from: Value;
  readonly to: Value;
}

/** What an image has at one moment and not at another. Its content is not in it: that never changes. */
export interface ImageDifference {
  readonly state?: Change<ImageLifecycle>;
  readonly launchPermissions: {
    readonly added: readonly LaunchPrincipal[];
    readonly removed: readonly LaunchPrincipal[];
  };
  readonly tags: {
    readonly added: Tags;
    readonly removed: Tags;
    readonly changed: Readonly<Record<string, Change<string>>>;
  };
  /** Those alone that differ; null for what is not there. */
  readonly attributes: Readonly<Record<string, Change<unknown>>>;
}

export const differenceOf = (from: ExistingImage, to: ExistingImage): ImageDifference => ({
  ...(from.lifecycle === to.lifecycle ? {} : { state: { from: from.lifecycle, to: to.lifecycle } }),
  launchPermissions: { added: without(to, from), removed: without(from, to) },
  tags: differenceOfTags(from.tags, to.tags),
  attributes: differenceOfAttributes(attributesOf(from), attributesOf(to)),
});

/** Who may launch the one and not the other. */
export const without = (one: ExistingImage, other: ExistingImage): readonly LaunchPrincipal[] =>
  [...one.launchPermissions.values()]
    .filter((principal) => !other.launchPermissions.has(principalKey(principal)))
    .sort(byPrincipalKey);

function differenceOfTags(from: Tags, to: Tags): ImageDifference['tags'] {
  const { set, removed } = tagChanges(from, to);
  const isThere = ([key]: readonly [string, unknown]): boolean => Object.hasOwn(from, key);
  const changed = Object.entries(set).filter(isThere);
  return {
    added: Object.fromEntries(Object.entries(set).filter((tag) => !isThere(tag))),
    removed: Object.fromEntries(removed.map((key) => [key, from[key] ?? ''])),
    changed: Object.fromEntries(changed.map(([key, value]) => [key, { from: from[key] ?? '', to: value }])),
  };
}

type Attributes = Readonly<Record<string, string | boolean | null>>;

function attributesOf(image: ExistingImage): Attributes {
  const { description = null, deprecateAt, creationDate, cooldownEndTime } = image;
  const isPublic = image.launchPermissions.has('all');
  return {
    description,
    deprecationTime: timeOf(deprecationTimeOf({ deprecateAt, creationDate, isPublic })),
    deregistrationProtection: image.deregistrationProtection,
    cooldownEndTime: timeOf(cooldownEndTime),
    revoked: image.revocations.length > 0,
  };
}

const timeOf = (time: Date | undefined): string | null => time?.toISOString() ?? null;

const differenceOfAttributes = (from: Attributes, to: Attributes): ImageDifference['attributes'] =>
  Object.fromEntries(
    Object.keys(from)
      .filter((name) => from[name] !== to[name])
      .map((name) => [name, { from: from[name], to: to[name] }]),
  );
