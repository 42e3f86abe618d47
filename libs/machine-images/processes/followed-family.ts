import type { Look } from '#event-sourcing';
import type { FamilyId } from '../family/commands';
import { families } from '../family/family';
import type { FamilyState } from '../family/state';
import { images } from '../image/image';
import { revocationsAt } from '../image/revocations';
import { wishOf } from './family-revocation';

/** A family as it is once it has followed the revocation of an image; itself, where it makes nothing of it. */
export async function followedFamily(
  look: Look,
  family: FamilyId,
  state: FamilyState,
  imageId: string,
  at: Date,
): Promise<FamilyState> {
  const image = await look(images, imageId);
  if (image.kind === 'unknown' || state.kind === 'unknown') return state;
  const revocations = revocationsAt(image, at);
  if (revocations.length === 0) return state;
  const { decide, evolve } = families.decider;
  const wish = { ...family, imageId, at, ...wishOf(revocations) };
  const command = { type: 'RevokeImageVersion', ...wish } as const;
  const events = decide(await families.consult(command, state, look), state);
  return events.reduce<FamilyState>((known, event) => evolve(known, event, at), state);
}
