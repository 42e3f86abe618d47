import { givenFor } from '../../../test/support/given';
import { TODAY } from '../image/image-data.testing';
import { byHand } from '../image/revocation.testing';
import type { ChannelsOfRevoked, RevocationCause } from '../image/revocations';
import type { Principal } from '../principal';
import type {
  CreateFamily,
  PromoteChannel,
  PublishedImage,
  PublishImageVersion,
  ReinstateImageVersion,
  RevokeImageVersion,
  RollBackChannel,
} from './commands';
import type { FamilyEvent } from './events';
import { families } from './family';
import type { ImageFitness } from './fitness';

export const owner: Principal = { account: '111122223333', administrator: false };
export const stranger: Principal = { account: '444455556666', administrator: false };
export const administrator: Principal = { account: '999900000000', administrator: true };

const id = { ownerId: owner.account, name: 'web' };

/** When images were revoked, a moment before families hear of it. */
export const REVOKED = new Date(TODAY.getTime() - 1);

/** The image that is version n. */
export const imageOf = (version: number): string => `ami-${String(version).padStart(17, '0')}`;

// What happened

export const created: FamilyEvent = { type: 'FamilyCreated', data: id };
export const published = (version: number): FamilyEvent => ({
  type: 'ImageVersionPublished',
  data: { ...id, version, imageId: imageOf(version) },
});
export const promoted = (channel: string, to: number, from?: number): FamilyEvent => ({
  type: 'ChannelPromoted',
  data: { ...id, channel, ...(from === undefined ? {} : { from }), to },
});
export const rolledBack = (channel: string, from: number, to?: number): FamilyEvent => ({
  type: 'ChannelRolledBack',
  data: { ...id, channel, from, ...(to === undefined ? {} : { to }) },
});
export const gaveBack = (
  channel: string,
  from: number | undefined,
  undo: string,
  path: readonly number[],
): FamilyEvent => ({
  type: 'ChannelRolledBack',
  data: {
    ...id,
    channel,
    ...(from === undefined ? {} : { from }),
    ...(path.length === 0 ? {} : { to: path.at(-1)! }),
    undo,
    path,
  },
});
/** It left a revoked version by itself. */
export const movedAway = (
  cause: RevocationCause,
  channel: string,
  from: number,
  to?: number,
): FamilyEvent => {
  const { data } = rolledBack(channel, from, to) as Extract<FamilyEvent, { type: 'ChannelRolledBack' }>;
  return { type: 'ChannelRolledBack', data: { ...data, cause, since: REVOKED.toISOString() } };
};
export const broughtBack = (undo: string, channel: string, to: number, from?: number): FamilyEvent => ({
  type: 'ChannelRestored',
  data: { ...id, channel, ...(from === undefined ? {} : { from }), to, undo },
});
export const revoked = (version: number): FamilyEvent => ({
  type: 'ImageVersionRevoked',
  data: { ...id, version, imageId: imageOf(version), since: REVOKED.toISOString() },
});
export const reinstated = (version: number, undo?: string): FamilyEvent => ({
  type: 'ImageVersionReinstated',
  data: { ...id, version, imageId: imageOf(version), ...(undo === undefined ? {} : { undo }) },
});

// What is asked for

export const create = (changes: Partial<CreateFamily> = {}): CreateFamily => ({
  type: 'CreateFamily',
  ...id,
  ...changes,
});
/** Its owner's, and good. */
export const publishedImage = (
  changes: Partial<Extract<PublishedImage, { exists: true }>> = {},
): PublishedImage => ({ exists: true, ownerId: owner.account, isVisible: true, fitness: 'good', ...changes });

export const publish = (
  version: number,
  changes: Partial<PublishImageVersion> = {},
): PublishImageVersion => ({
  type: 'PublishImageVersion',
  ...id,
  by: owner,
  at: TODAY,
  imageId: imageOf(version),
  image: publishedImage(),
  ...changes,
});
export const promote = (
  channel: string,
  version: number,
  fitness: ImageFitness = 'good',
  by = owner,
): PromoteChannel => ({ type: 'PromoteChannel', ...id, by, at: TODAY, channel, version, fitness });

/** Every image is good, except for those that the spec says otherwise of. */
export const fitness = (
  otherwise: Readonly<Record<number, ImageFitness>> = {},
): ReadonlyMap<string, ImageFitness> =>
  new Map(
    Array.from({ length: 9 }, (_, index) => [imageOf(index + 1), otherwise[index + 1] ?? 'good'] as const),
  );

export const rollBack = (
  channel: string,
  to?: number,
  otherwise: Readonly<Record<number, ImageFitness>> = {},
  by = owner,
): RollBackChannel => ({
  type: 'RollBackChannel',
  ...id,
  at: TODAY,
  by,
  channel,
  ...(to === undefined ? {} : { to }),
  fitness: fitness(otherwise),
});
export const undo = (
  channel: string,
  path: readonly number[] | undefined,
  otherwise: Readonly<Record<number, ImageFitness>> = {},
): RollBackChannel => ({
  type: 'RollBackChannel',
  ...id,
  by: owner,
  at: TODAY,
  channel,
  undo: { correlationId: 'rollback', ...(path === undefined ? {} : { path }) },
  fitness: fitness(otherwise),
});
export const revoke = (
  version: number,
  channels: ChannelsOfRevoked = 'move',
  otherwise: Readonly<Record<number, ImageFitness>> = {},
  cause = byHand,
): RevokeImageVersion => ({
  type: 'RevokeImageVersion',
  ...id,
  at: TODAY,
  imageId: imageOf(version),
  since: REVOKED,
  ...(channels === 'keep' ? {} : { moving: { cause, since: REVOKED } }),
  fitness: fitness(otherwise),
});
export const reinstate = (
  version: number,
  undo?: string,
  otherwise: Readonly<Record<number, ImageFitness>> = {},
): ReinstateImageVersion => ({
  type: 'ReinstateImageVersion',
  ...id,
  at: TODAY,
  imageId: imageOf(version),
  ...(undo === undefined ? {} : { undo, fitness: fitness(otherwise) }),
});

export const given = givenFor(families.decider);

/** A family with versions 1 to n. */
export const givenVersions = (count: number, ...further: readonly FamilyEvent[]): ReturnType<typeof given> =>
  given(created, ...Array.from({ length: count }, (_, index) => published(index + 1)), ...further);
