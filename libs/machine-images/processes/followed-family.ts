import type { Look } from '#event-sourcing';
import type { FamilyId } from '../family/commands';
import { families } from '../family/family';
import type { FamilyState } from '../family/state';
import { images } from '../image/image';
import { revocationsAt } from '../image/revocations';
import { wishOf } from './family-revocation';

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
  const revoked = wishOf(revocationsAt(image, at));
  if (revoked === undefined && undo === undefined) return state;
  const wish = { ...family, imageId, at };
  const { decide, evolve } = families.decider;
  const command =
    revoked !== undefined
      ? ({ type: 'RevokeImageVersion', ...wish, ...revoked } as const)
      : ({ type: 'ReinstateImageVersion', ...wish, ...(undo === undefined ? {} : { undo }) } as const);
  const events = decide(await families.consult(command, state, look), state);
  return events.reduce<FamilyState>((known, event) => evolve(known, event, at), state);
}
