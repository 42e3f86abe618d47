import type { AnnounceRevocation, ReinstateImage, RevokeImage } from './commands';
import { CascadeOfAdministrator, InvalidRevocationTime, RevokedByCascade, UnknownCascade } from './errors';
import type { ImageEvent, RevocationData } from './events';
import { causeKey, holds, revocationsAt, type Revocation } from './revocations';
import type { ExistingImage } from './state';

/** One that is asked for now takes the place of one that was to come. */
export function revoke(command: RevokeImage, image: ExistingImage): readonly ImageEvent[] {
  const { revokeAt, at } = command;
  const data = dataOf(command);
  const due = announcement(image, at);
  if (isThere(revocationsAt(image, at), data)) return due;
  return revokeAt === undefined
    ? [...due, ...cancelled(image, at), { type: 'ImageRevoked', data }]
    : [...due, ...scheduled(data, revokeAt, command, image)];
}

function dataOf({ imageId, cascadeId, by, channels = 'move', plan }: RevokeImage): RevocationData {
  const kept = channels === 'keep' ? { channels } : {};
  const planned = plan === undefined ? {} : { plan };
  if (cascadeId === undefined) return { imageId, cause: { kind: 'by-hand' }, ...kept, ...planned };
  const descendants = by.administrator ? 'all-accounts' : 'account';
  return { imageId, cause: { kind: 'cascade', cascadeId }, descendants, ...kept, ...planned };
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
function undoCascade(command: Undoing, image: ExistingImage): readonly ImageEvent[] {
  const { imageId, undo, at, plan } = command;
  const found = revocationsAt(image, at).find(({ cause }) => causeKey(cause) === undo);
  const asked = found ?? toCome(image, command);
  if (asked === undefined) {
    if (image.endedCascades.includes(undo)) return [];
    throw new UnknownCascade(undo);
  }
  refuseUndo(command, asked);
  if (found === undefined) return cancelled(image, at);
  const { cause, descendants } = asked;
  const scope = descendants === undefined ? {} : { descendants };
  const planned = plan === undefined ? {} : { plan };
  const data = { imageId, cause, ...scope, ...planned };
  return [...announcement(image, at), { type: 'ImageReinstated', data }];
}

type Undoing = ReinstateImage & { readonly undo: string };
type Asked = Pick<Revocation, 'cause' | 'descendants'>;

function toCome(image: ExistingImage, { undo, at }: Undoing): Asked | undefined {
  const { scheduledRevocation: asked } = image;
  return asked !== undefined && isToCome(image, at) && causeKey(asked.cause) === undo ? asked : undefined;
}

function refuseUndo({ imageId, undo, by }: Undoing, { cause, descendants }: Asked): void {
  if (cause.kind === 'by-hand') throw new UnknownCascade(undo);
  if (cause.inheritedFrom !== undefined) throw new RevokedByCascade(imageId, cause, '/undo');
  if (descendants === 'all-accounts' && !by.administrator) throw new CascadeOfAdministrator(undo);
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

function scheduled(
  revocation: RevocationData,
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
  { cause, descendants: wanted }: RevocationData,
): boolean =>
  holds(revocations, cause) ||
  (wanted !== undefined &&
    revocations.some(({ descendants }) => descendants === 'all-accounts' || descendants === wanted));
