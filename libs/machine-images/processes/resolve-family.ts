import type { Look } from '#event-sourcing';
import { families } from '../family/family';
import { resolveSource, type FamilySource, type ResolvedSource } from '../launch/launch-source';
import { followedFamily } from './followed-family';

/**
 * What a family leads to at a time. A family hears of the revocation of its images a moment later: until then, a channel
 * leads to where it will when the family has heard of it. Throws what `resolveSource` throws.
 */
export async function resolveFamily(
  look: Look,
  source: FamilySource,
  account: string,
  at: Date,
): Promise<ResolvedSource> {
  let family = await look(families, source.family);
  for (;;) {
    const resolved = resolveSource(source, family, account);
    const after = await followedFamily(look, source.family, family, { imageId: resolved.imageId, at });
    if (after === family) return resolved;
    family = after;
  }
}
