import { canonicalJson } from '#event-sourcing';
import { UnknownRollback } from '../image/errors';
import type { PromoteChannel, RollBackChannel, UndoneChannelRollback } from './commands';
import {
  ImageVersionUnusable,
  NeverInChannel,
  NothingToRollBackTo,
  UnknownChannel,
  UnknownImageVersion,
} from './errors';
import type { ChannelMovedData, FamilyEvent } from './events';
import type { ImageFitness } from './fitness';
import { checkName, LATEST, refuseManaged } from './names';
import { pathOf, type ExistingFamily } from './state';

export interface Resolved {
  readonly version: number;
  readonly imageId: string;
}

/** The version that a channel points at. Undefined where it points at none. Throws UnknownChannel. */
export function resolveChannel(
  family: ExistingFamily,
  channel: string,
  pointer?: string,
): Resolved | undefined {
  if (channel === LATEST) return latest(family);
  if (!family.channels.has(channel)) throw new UnknownChannel(channel, pointer);
  const version = pathOf(family, channel).at(-1);
  return version === undefined ? undefined : resolveVersion(family, version, pointer);
}

/** Throws UnknownImageVersion. */
export function resolveVersion({ versions }: ExistingFamily, version: number, pointer?: string): Resolved {
  const known = versions[version - 1];
  if (known === undefined) throw new UnknownImageVersion(version, pointer);
  return { version, imageId: known.imageId };
}

function latest(family: ExistingFamily): Resolved | undefined {
  const index = family.versions.findLastIndex(({ revoked }) => !revoked);
  return index < 0 ? undefined : resolveVersion(family, index + 1);
}

export function promote(
  { channel, version, fitness = 'unknown' }: PromoteChannel,
  family: ExistingFamily,
): readonly FamilyEvent[] {
  refuseManaged(channel);
  checkName('channel', channel, '/channel');
  const { imageId } = resolveVersion(family, version, '/version');
  const from = pathOf(family, channel).at(-1);
  if (from === version) return [];
  refuseUnfit(family, version, imageId, fitness, '/version');
  return [{ type: 'ChannelPromoted', data: { ...moved(family, channel, from), to: version } }];
}

/** Goes back along the way that the channel came, never to and fro. It adds to history; it never rewrites it. */
export function rollBack(
  { channel, to, undo, fitness = new Map() }: RollBackChannel,
  family: ExistingFamily,
): readonly FamilyEvent[] {
  refuseManaged(channel);
  const from = resolveChannel(family, channel)?.version;
  if (undo !== undefined) return giveBack(family, channel, undo, fitness);
  if (from === undefined) throw new NothingToRollBackTo(channel);
  if (to === from) return [];
  const target =
    to === undefined ? previousGood(family, channel, fitness) : named(family, channel, to, fitness);
  if (target === undefined) throw new NothingToRollBackTo(channel);
  return [{ type: 'ChannelRolledBack', data: { ...moved(family, channel, from), from, to: target } }];
}

/** Its path and all, so that the next rollback goes where it would have gone. */
function giveBack(
  family: ExistingFamily,
  channel: string,
  { correlationId, path }: UndoneChannelRollback,
  fitness: ReadonlyMap<string, ImageFitness>,
): readonly FamilyEvent[] {
  if (path === undefined) throw new UnknownRollback(correlationId);
  const present = pathOf(family, channel);
  if (canonicalJson(path) === canonicalJson(present)) return [];
  const to = path.at(-1);
  if (to !== undefined) {
    const { imageId } = resolveVersion(family, to, '/undo');
    refuseUnfit(family, to, imageId, fitness.get(imageId) ?? 'unknown', '/undo');
  }
  const data = { ...moved(family, channel, present.at(-1)), ...(to === undefined ? {} : { to }) };
  return [{ type: 'ChannelRolledBack', data: { ...data, undo: correlationId, path } }];
}

/** Where a channel could go back to, the nearest first, each version once. */
export function waysBack(family: ExistingFamily, channel: string): readonly Resolved[] {
  const path = pathOf(family, channel);
  const earlier = new Set(path.toReversed());
  earlier.delete(path.at(-1) ?? 0);
  return [...earlier].map((version) => resolveVersion(family, version));
}

export function previousGood(
  family: ExistingFamily,
  channel: string,
  fitness: ReadonlyMap<string, ImageFitness>,
): number | undefined {
  const isGood = ({ version, imageId }: Resolved): boolean =>
    family.versions[version - 1]?.revoked === false && fitness.get(imageId) === 'good';
  return waysBack(family, channel).find(isGood)?.version;
}

function named(
  family: ExistingFamily,
  channel: string,
  to: number,
  fitness: ReadonlyMap<string, ImageFitness>,
): number {
  const { imageId } = resolveVersion(family, to, '/to');
  if (!waysBack(family, channel).some(({ version }) => version === to)) throw new NeverInChannel(channel, to);
  refuseUnfit(family, to, imageId, fitness.get(imageId) ?? 'unknown', '/to');
  return to;
}

function refuseUnfit(
  { versions }: ExistingFamily,
  version: number,
  imageId: string,
  fitness: ImageFitness,
  pointer: string,
): void {
  if (versions[version - 1]?.revoked === true) throw new ImageVersionUnusable(imageId, 'revoked', pointer);
  if (fitness !== 'good') throw new ImageVersionUnusable(imageId, fitness, pointer);
}

export function moved(
  { created: { ownerId, name } }: ExistingFamily,
  channel: string,
  from: number | undefined,
): ChannelMovedData {
  return { ownerId, name, channel, ...(from === undefined ? {} : { from }) };
}
