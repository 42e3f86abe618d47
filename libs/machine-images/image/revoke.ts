import type { AnnounceRevocation, ReinstateImage, RevokeImage } from './commands';
import { CascadeOfAdministrator, InvalidRevocationTime, RevokedByCascade, UnknownCascade } from './errors';
import type { ImageEvent } from './events';
import {
  causeKey,
  holds,
  revocationsAt,
  type CascadeScope,
  type Revocation,
  type RevocationCause,
} from './revocations';
import type { ExistingImage } from './state';

/** One that is asked for now takes the place of one that was to come. */
export function revoke(command: RevokeImage, image: ExistingImage): readonly ImageEvent[] {
  const { imageId, cascadeId, by, channels = 'move', plan, revokeAt, at } = command;
  const descendants: CascadeScope = by.administrator ? 'all-accounts' : 'account';
  const cause: RevocationCause =
    cascadeId === undefined ? { kind: 'by-hand' } : { kind: 'cascade', cascadeId };
  const due = announcement(image, at);
  if (isThere(revocationsAt(image, at), cause, descendants)) return due;
  const revocation = {
    ...{ imageId, cause },
    ...(channels === 'keep' ? { channels } : {}),
    ...(cascadeId === undefined ? {} : { descendants }),
    ...(plan === undefined ? {} : { plan }),
  } as const;
  if (revokeAt !== undefined) return [...due, ...scheduled(revocation, revokeAt, command, image)];
  return [...due, ...cancelled(image, at), { type: 'ImageRevoked', data: revocation }];
}

/** Takes back what was asked for by hand, and what was to come; what a cascade did is taken back where it began. */
export function reinstate(command: ReinstateImage, image: ExistingImage): readonly ImageEvent[] {
  const { imageId, at, undo } = command;
  if (undo !== undefined) return undoCascade({ ...command, undo }, image);
  const revocations = revocationsAt(image, at);
  const stopped = cancelled(image, at);
  const byHand = { kind: 'by-hand' } as const;
  if (holds(revocations, byHand))
    return [
      ...announcement(image, at),
      ...stopped,
      { type: 'ImageReinstated', data: { imageId, cause: byHand } },
    ];
  if (stopped.length > 0) return stopped;
  const [left] = revocations;
  if (left?.cause.kind === 'cascade') throw new RevokedByCascade(imageId, left.cause);
  return [];
}

/** Its first step, which decides: the images that inherited it follow. */
function undoCascade(
  { imageId, undo, by, at }: ReinstateImage & { readonly undo: string },
  image: ExistingImage,
): readonly ImageEvent[] {
  const found = revocationsAt(image, at).find((revocation) => causeKey(revocation.cause) === undo);
  const planned = isToCome(image, at) && image.scheduledRevocation;
  const asked = found ?? (planned && causeKey(planned.cause) === undo ? planned : undefined);
  if (asked?.cause.kind !== 'cascade') {
    if (image.endedCascades.includes(undo)) return [];
    throw new UnknownCascade(undo);
  }
  if (asked.cause.inheritedFrom !== undefined) throw new RevokedByCascade(imageId, asked.cause, '/undo');
  if (asked.descendants === 'all-accounts' && !by.administrator) throw new CascadeOfAdministrator(undo);
  if (found === undefined) return cancelled(image, at);
  const { cause, descendants } = asked;
  const scope = descendants === undefined ? {} : { descendants };
  return [...announcement(image, at), { type: 'ImageReinstated', data: { imageId, cause, ...scope } }];
}

/** Says that the time has come. */
export const announce = ({ at }: AnnounceRevocation, image: ExistingImage): readonly ImageEvent[] =>
  announcement(image, at);

/** What has taken effect by itself is on record before anything else is. */
function announcement(image: ExistingImage, at: Date): readonly ImageEvent[] {
  const { scheduledRevocation: due, created } = image;
  if (due === undefined || isToCome(image, at)) return [];
  const { cause, channels, descendants, revokeAt } = due;
  const data = {
    ...{ imageId: created.imageId, cause, since: revokeAt.toISOString() },
    ...(channels === 'keep' ? { channels } : {}),
    ...(descendants === undefined ? {} : { descendants }),
  } as const;
  return [{ type: 'ImageRevoked', data }];
}

const isToCome = ({ scheduledRevocation: scheduled }: ExistingImage, at: Date): boolean =>
  scheduled !== undefined && scheduled.revokeAt > at;

const cancelled = (image: ExistingImage, at: Date): readonly ImageEvent[] =>
  isToCome(image, at) ? [{ type: 'ImageRevocationCancelled', data: { imageId: image.created.imageId } }] : [];

type Scheduled = Omit<Extract<ImageEvent, { type: 'ImageRevocationScheduled' }>['data'], 'revokeAt'>;

function scheduled(
  revocation: Scheduled,
  revokeAt: Date,
  { at }: RevokeImage,
  image: ExistingImage,
): readonly ImageEvent[] {
  const earlier = isToCome(image, at) ? image.scheduledRevocation : undefined;
  if (earlier !== undefined && isSame(earlier, { ...revocation, revokeAt })) return [];
  if (!(revokeAt > at)) throw new InvalidRevocationTime();
  const data = { ...revocation, revokeAt: revokeAt.toISOString() };
  return [{ type: 'ImageRevocationScheduled', data }];
}

type Wish = Omit<Revocation, 'since' | 'channels'> & {
  readonly channels?: Revocation['channels'];
  readonly revokeAt: Date;
};

/** Of cascades, each has an id of its own. */
const isSame = (one: Wish, other: Wish): boolean =>
  one.cause.kind === other.cause.kind &&
  one.descendants === other.descendants &&
  (one.channels ?? 'move') === (other.channels ?? 'move') &&
  one.revokeAt.getTime() === other.revokeAt.getTime();

/** A cascade that began here and goes as far does what another one would do. */
const isThere = (
  revocations: readonly Revocation[],
  cause: RevocationCause,
  wanted: CascadeScope,
): boolean =>
  cause.kind === 'by-hand'
    ? holds(revocations, cause)
    : revocations.some(
        ({ cause: there, descendants }) =>
          causeKey(there) === causeKey(cause) || descendants === 'all-accounts' || descendants === wanted,
      );
