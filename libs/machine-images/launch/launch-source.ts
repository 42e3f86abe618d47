import { DomainError } from '#event-sourcing';
import { resolveChannel, resolveVersion, type Resolved } from '../family/channels';
import type { FamilyId } from '../family/commands';
import { ChannelPointsAtNone, UnknownFamily } from '../family/errors';
import type { ExistingFamily, FamilyState } from '../family/state';

/** What a launch may ask for. */
export type LaunchSource = { readonly kind: 'image'; readonly imageId: string } | FamilySource;

export type FamilySource =
  | { readonly kind: 'channel'; readonly family: FamilyId; readonly channel: string }
  | { readonly kind: 'version'; readonly family: FamilyId; readonly version: number };

/** What was asked for, and led to the image: itself, or a family, and the version that it came to. */
export type RequestedImage =
  | { readonly imageId: string }
  | { readonly family: FamilyId; readonly channel?: string; readonly version: number };

export interface ResolvedSource {
  readonly imageId: string;
  readonly requested: RequestedImage;
}

/**
 * The image that a family leads to. Throws UnknownFamily; UnknownChannel, ChannelPointsAtNone, UnknownImageVersion to
 * its owner alone: others hear of a family only by launching an image of it that they may launch.
 */
export function resolveSource(source: FamilySource, state: FamilyState, account: string): ResolvedSource {
  const { ownerId, name } = source.family;
  if (state.kind === 'unknown') throw new UnknownFamily(ownerId, name, '/family');
  try {
    const { imageId, version } = versionOf(source, state);
    const channel = source.kind === 'channel' ? { channel: source.channel } : {};
    return { imageId, requested: { family: { ownerId, name }, ...channel, version } };
  } catch (error) {
    if (error instanceof DomainError && ownerId !== account)
      throw new UnknownFamily(ownerId, name, '/family').asHidden();
    throw error;
  }
}

function versionOf(source: FamilySource, state: ExistingFamily): Resolved {
  if (source.kind === 'version') return resolveVersion(state, source.version, '/version');
  const resolved = resolveChannel(state, source.channel, '/channel');
  if (resolved === undefined) throw new ChannelPointsAtNone(source.channel, '/channel');
  return resolved;
}
