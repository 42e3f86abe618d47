import type { Look } from '#event-sourcing';
import type { FamilyId } from '../family/commands';
import { families } from '../family/family';
import type { FamilyState } from '../family/state';
import { images } from '../image/image';
import { revocationsAt } from '../image/revocations';
import { commandFollowing } from './family-revocation';

interface Followed {
  readonly imageId: string;
  readonly at: Date;
  /** The cascade whose undoing may have made the image good again. */
  readonly undo?: string | undefined;
}

/** A family as it is once it has followed an image that is revoked, or good again; itself, where it makes nothing of it. */
export async function followedFamily(
  look: Look,
  family: FamilyId,
  state: FamilyState,
  { imageId, at, undo }: Followed,
): Promise<FamilyState> {
  const image = await look(images, imageId);
  if (image.kind === 'unknown' || state.kind === 'unknown') return state;
  const revocations = revocationsAt(image, at);
  if (revocations.length === 0 && undo === undefined) return state;
  const undone = undo === undefined ? {} : { undo };
  const command = commandFollowing({ ...family, imageId, at }, revocations, undone);
  const { decide, evolve } = families.decider;
  const events = decide(await families.consult(command, state, look), state);
  return events.reduce<FamilyState>((known, event) => evolve(known, event, at), state);
}
