import { canonicalJson, sha256, type Look } from '#event-sourcing';
import { resolveChannel } from '../family/channels';
import type { FamilyId } from '../family/commands';
import { families } from '../family/family';
import { LATEST } from '../family/names';
import type { ExistingFamily, FamilyState } from '../family/state';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ChannelsOfRevoked, RevocationCause } from '../image/revocations';
import { followedFamily } from './followed-family';
import type { OwnedImage } from './image-cascade';
import { whatIf } from './what-if';

/** Where a channel points, and would. Without `from` or `to` at no version. */
export interface PlannedMovement {
  readonly family: FamilyId;
  readonly channel: string;
  readonly from?: number;
  readonly to?: number;
}

export interface UsedImage {
  readonly instanceId: string;
  readonly ownerId: string;
  readonly imageId: string;
}

export interface Counted<Item> {
  readonly count: number;
  /** The first of them. */
  readonly items: readonly Item[];
}

/** What a revocation would bring about besides itself. */
export interface RevocationPlan {
  /** The images that would be revoked with it. */
  readonly images: readonly OwnedImage[];
  /** Those of other accounts that came of it as well, and would not. */
  readonly imagesOfOthers: readonly OwnedImage[];
  readonly channels: readonly PlannedMovement[];
  /** What runs of all that. It comes and goes: the digest leaves it out. */
  readonly instances: Counted<UsedImage>;
}

/** An image that a cascade has revoked, and whether another cause remains once that is undone. */
export interface ReleasedImage extends OwnedImage {
  readonly revoked: boolean;
}

/** What the undoing of a cascade would bring about besides itself. */
export interface ReinstatementPlan {
  /** The images that it would be taken from. */
  readonly images: readonly ReleasedImage[];
  readonly channels: readonly PlannedMovement[];
}

/** The same images, as revoked afterwards, and the same movements: the same digest. */
export const digestOf = ({ images: planned, channels }: RevocationPlan | ReinstatementPlan): string =>
  sha256(canonicalJson({ images: planned.map(({ ownerId: _, ...image }) => image), channels }));

/** An image that holds a version of a family. */
export interface HeldImage {
  readonly imageId: string;
  readonly family: FamilyId;
}

interface Happening {
  /** To which images. */
  readonly events: readonly ImageEvent[];
  readonly held: readonly HeldImage[];
  readonly at: Date;
  /** The cascade whose undoing it is. */
  readonly undo?: string;
}

/**
 * Where channels would end, once every family had heard of everything: each family decides it as it will, on images as
 * they would be.
 */
export async function plannedMovements(
  look: Look,
  { events, held, at, undo }: Happening,
): Promise<readonly PlannedMovement[]> {
  const happening = new Map(events.map((event) => [images.stream(event.data.imageId), event]));
  const then = whatIf(look, happening, at);
  const named = new Map(held.map(({ family }) => [families.stream(family), family]));
  const movements: PlannedMovement[] = [];
  for (const [stream, family] of [...named].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const before = await look(families, family);
    let after = before;
    for (const { imageId } of held.filter((one) => families.stream(one.family) === stream))
      after = await followedFamily(then, family, after, { imageId, at, undo });
    movements.push(...between(family, before, after));
  }
  return movements;
}

export const revoked = (imageId: string, channels: ChannelsOfRevoked): ImageEvent => {
  // No cascade has this name: it stands for the one that would be.
  const cause: RevocationCause = { kind: 'cascade', cascadeId: 'planned' };
  return { type: 'ImageRevoked', data: { imageId, cause, ...(channels === 'keep' ? { channels } : {}) } };
};

function between(family: FamilyId, before: FamilyState, after: FamilyState): readonly PlannedMovement[] {
  if (before.kind === 'unknown' || after.kind === 'unknown') return [];
  return [LATEST, ...before.channels.keys()].sort().flatMap((channel) => {
    const [from, to] = [before, after].map((state) => versionAt(state, channel));
    if (from === to) return [];
    const { ownerId, name } = family;
    return [
      {
        ...{ family: { ownerId, name }, channel },
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      },
    ];
  });
}

const versionAt = (family: ExistingFamily, channel: string): number | undefined =>
  resolveChannel(family, channel)?.version;
