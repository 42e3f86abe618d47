import {
  BEGINNING,
  followUpIdOf,
  type CommandContext,
  type Outcome,
  type Position,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import type { FamilyId } from '../family/commands';
import { resolveVersion } from '../family/channels';
import { UnknownFamily } from '../family/errors';
import { families } from '../family/family';
import { mayChange } from '../image/access';
import { covers, standingCascade } from '../image/cascade';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import { holds, type ChannelsOfRevoked } from '../image/revocations';
import { revocationsOf, type ExistingImage, type ImageState } from '../image/state';
import type { Principal } from '../principal';
import type { ImageLineage, OwnedImage } from './image-cascade';
import { inGroups } from './in-groups';
import {
  digestOf,
  plannedMovements,
  revoked,
  type Counted,
  type HeldImage,
  type ReinstatementPlan,
  type RevocationPlan,
  type UsedImage,
} from './revocation-plan';

/** An image, by its id or as a version of a family. */
export type RevocationSubject =
  { readonly imageId: string } | { readonly family: FamilyId; readonly version: number };

export interface WishedRevocation {
  readonly by: Principal;
  readonly channels: ChannelsOfRevoked;
  /** With all that came of it, and will. */
  readonly cascade: boolean;
  readonly revokeAt?: Date;
}

export interface Revoked {
  readonly imageId: string;
  readonly outcome: Outcome<ImageState, ImageEvent>;
  /** Where it was asked for. */
  readonly plan?: RevocationPlan;
  /** How many are known that a cascade leaves alone. */
  readonly imagesOfOthers: number;
}

export interface Reinstated {
  readonly imageId: string;
  readonly outcome: Outcome<ImageState, ImageEvent>;
  /** Where it was asked for what the undoing of a cascade would do. */
  readonly plan?: ReinstatementPlan;
}

/** Where a plan finds out what there is. Each answer is as of the position at least, or it throws. */
export interface RevocationSurvey extends Pick<ImageLineage, 'descendants'> {
  /** The end of the log. */
  head(): Promise<Position>;
  held(imageIds: readonly string[], position: Position): Promise<readonly HeldImage[]>;
  running(imageIds: readonly string[], position: Position): Promise<Counted<UsedImage>>;
}

/**
 * Revokes and reinstates images, alone or with all that came of them. One append decides; families and what came of the
 * image follow. What that would be is looked up for a dry run, and again for who sends its digest back: the first append
 * carries it, so that the same digest is the same plan.
 */
export class ImageRevocation {
  constructor(
    private readonly writePath: WritePath,
    private readonly survey: RevocationSurvey,
  ) {}

  /** Throws UnknownFamily, UnknownImageVersion, and what the image throws. */
  async revoke(
    subject: RevocationSubject,
    { by, channels, cascade, revokeAt }: WishedRevocation,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<Revoked> {
    const imageId = await this.imageOf(subject, by);
    const image = await this.writePath.look(images, imageId);
    const cascadeId = cascade ? { cascadeId: nextCascadeOf(imageId, image) } : {};
    const plan = isPlanned(options) ? await this.planned(image, { by, channels, cascade }) : undefined;
    const command = {
      type: 'RevokeImage',
      ...{ imageId, by, channels, ...cascadeId, at: context.at },
      ...(revokeAt === undefined ? {} : { revokeAt }),
      ...(plan === undefined ? {} : { plan: digestOf(plan) }),
    } as const;
    const named = cascade ? { ...context, correlationId: nextCascadeOf(imageId, image) } : context;
    const outcome = await this.writePath.execute(images, imageId, command, named, options);
    const imagesOfOthers = cascade ? await this.leftAlone(outcome.state, by) : 0;
    return { imageId, outcome, imagesOfOthers, ...(plan === undefined ? {} : { plan }) };
  }

  /** Throws UnknownFamily, UnknownImageVersion, and what the image throws. */
  async reinstate(
    subject: RevocationSubject,
    { by, undo }: { readonly by: Principal; readonly undo: string | undefined },
    context: CommandContext,
    options: WriteOptions,
  ): Promise<Reinstated> {
    const imageId = await this.imageOf(subject, by);
    const image = await this.writePath.look(images, imageId);
    const plan =
      isPlanned(options) && undo !== undefined ? await this.plannedUndoing(image, by, undo) : undefined;
    const undone = undo === undefined ? {} : { undo };
    const planned = plan === undefined ? {} : { plan: digestOf(plan) };
    const command = { type: 'ReinstateImage', imageId, by, at: context.at, ...undone, ...planned } as const;
    const outcome = await this.writePath.execute(images, imageId, command, context, options);
    return { imageId, outcome, ...(plan === undefined ? {} : { plan }) };
  }

  /** What is revoked is so whether or not the views have caught up: they are not waited for. */
  private async leftAlone(image: ImageState, by: Principal): Promise<number> {
    if (image.kind === 'unknown') return 0;
    const came = await this.survey.descendants(image.created.imageId, BEGINNING);
    const isCovered = coveredBy(image, by);
    return came.filter((one) => !isCovered(one)).length;
  }

  /** To others than its owner and administrators, a family does not exist. */
  private async imageOf(subject: RevocationSubject, by: Principal): Promise<string> {
    if ('imageId' in subject) return subject.imageId;
    const { ownerId, name } = subject.family;
    const family = await this.writePath.look(families, subject.family);
    if (family.kind === 'unknown') throw new UnknownFamily(ownerId, name);
    if (!by.administrator && by.account !== ownerId) throw new UnknownFamily(ownerId, name).asHidden();
    return resolveVersion(family, subject.version).imageId;
  }

  /** Nobody plans for an image that they may not change. */
  private async planned(
    image: ImageState,
    { by, channels, cascade }: WishedRevocation,
  ): Promise<RevocationPlan | undefined> {
    if (image.kind === 'unknown' || !mayChange(image, by)) return undefined;
    const { imageId } = image.created;
    const position = await this.survey.head();
    const came = cascade ? await this.survey.descendants(imageId, position) : [];
    const isCovered = coveredBy(image, by);
    const withIt = came.filter(isCovered);
    const imageIds = [imageId, ...withIt.map((one) => one.imageId)];
    const held = await this.survey.held(imageIds, position);
    const events = imageIds.map((one) => revoked(one, channels));
    const revoking = { events, held, at: new Date() };
    return {
      images: withIt,
      imagesOfOthers: came.filter((one) => !isCovered(one)),
      channels: await plannedMovements(this.writePath.look, revoking),
      instances: await this.survey.running(imageIds, position),
    };
  }

  /** Of a cascade that stands. What it revoked says so itself. */
  private async plannedUndoing(
    image: ImageState,
    by: Principal,
    undo: string,
  ): Promise<ReinstatementPlan | undefined> {
    if (image.kind === 'unknown' || !mayChange(image, by)) return undefined;
    if (standingCascade(image, undo) === undefined) return undefined;
    const { imageId } = image.created;
    const cause = { kind: 'cascade', cascadeId: undo } as const;
    const position = await this.survey.head();
    const came = await this.survey.descendants(imageId, position);
    const looked = await inGroups(came, LOOKED_AT_ONCE, async (one) => ({
      ...one,
      causes: revocationsOf(await this.writePath.look(images, one.imageId)),
    }));
    const released = looked
      .filter(({ causes }) => holds(causes, cause))
      .map(({ causes, ...one }) => ({ ...one, revoked: causes.length > 1 }));
    const imageIds = [imageId, ...released.map((one) => one.imageId)];
    const events = imageIds.map((one) => ({
      type: 'ImageReinstated' as const,
      data: { imageId: one, cause },
    }));
    const held = await this.survey.held(imageIds, position);
    const undoing = { events, held, at: new Date(), undo };
    return { images: released, channels: await plannedMovements(this.writePath.look, undoing) };
  }
}

const LOOKED_AT_ONCE = 20;

const isPlanned = ({ dryRun, planDigest }: WriteOptions): boolean =>
  dryRun === true || planDigest !== undefined;

const coveredBy =
  ({ created: { ownerId } }: ExistingImage, { administrator }: Principal) =>
  (image: OwnedImage): boolean =>
    covers({ ownerId, descendants: administrator ? 'all-accounts' : 'account' }, image.ownerId);

/**
 * A cascade is named after the image and the ones that it has been through, so that a dry run names the same one as the
 * call that follows. It is the correlation id of all that it brings about.
 */
function nextCascadeOf(imageId: string, image: ImageState): string {
  if (image.kind === 'unknown') return followUpIdOf(imageId, 'cascade');
  const { endedCascades, revocations } = image;
  const standing = revocations.filter(({ cause }) => cause.kind === 'cascade');
  return followUpIdOf(imageId, `cascade ${endedCascades.length + standing.length}`);
}
