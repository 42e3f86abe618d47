import {
  contextOf,
  IdempotencyKeyReused,
  NO_REVISION,
  type CommandContext,
  type Outcome,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { snapshotsOf } from '../block-device/block-device-mapping';
import type { ComputeProvider } from '../compute-provider';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ImageRegistration } from '../image/registration';
import type { ImageState } from '../image/state';
import type { ImageNameEvent } from '../image-name/image-name';
import type { HoldSnapshot } from '../snapshot/commands';
import { stepOf } from './follow-up';
import { ImageClaims, isRefusedHold } from './image-claims';
import type { ImageDeregistrationProcess } from './image-deregistration';
import { ImageMaking } from './image-making';

type ImageOutcome = Outcome<ImageState, ImageEvent>;

/**
 * Registers an image: claims its name, holds its snapshots, creates it, and has made what is not there yet. The claim
 * decides and carries everything; what follows is safe to repeat. The request that made the claim finishes it itself;
 * when it dies on the way, the process manager does.
 */
export class ImageRegistrationProcess implements ProcessManager<ImageNameEvent> {
  readonly name = 'image-registration';
  readonly reactsTo = ['ImageNameClaimed'] as const;

  private readonly claims: ImageClaims;
  private readonly making: ImageMaking;

  constructor(
    private readonly writePath: WritePath,
    deregistration: ImageDeregistrationProcess,
    provider: ComputeProvider,
  ) {
    this.claims = new ImageClaims(writePath, deregistration);
    this.making = new ImageMaking(writePath, provider);
  }

  /**
   * Throws ImageNameIsTaken, what `checkRegistration` throws, and UnknownSnapshot, SnapshotIsDeleted and
   * SnapshotHasFailed for snapshots that cannot be held.
   */
  async register(
    registration: ImageRegistration,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<ImageOutcome> {
    const isMade = await this.isMade(registration);
    const decided = isMade ? registration : await this.decide(registration, context, options);
    if (options.dryRun === true) return this.create(decided, context, options);
    const created = isMade ? await this.create(decided, context, {}) : await this.finish(decided, context);
    return (await this.making.finishUnlessLater(decided, context)) ?? created;
  }

  async react(read: ReadEvent<ImageNameEvent>): Promise<void> {
    if (read.event.type !== 'ImageNameClaimed') return;
    const { registration } = read.event.data;
    const context = contextOf(read, new Date());
    try {
      if (await this.isMade(registration)) await this.createOrGiveBack(registration, context);
      else await this.finish(registration, context);
      await this.making.finish(registration, context);
    } catch (error) {
      // Another request under the same key made the image first, or a snapshot was gone by the time it was to be held:
      // this claim has been given back.
      if (!(error instanceof IdempotencyKeyReused) && !isRefusedHold(error)) throw error;
    }
  }

  /**
   * The image's id comes from the request's key, so a repetition finds the image, whatever name it now asks for. What
   * was made holds its snapshots, or has given them back: nothing may be held for it again.
   */
  private async isMade({ imageId }: ImageRegistration): Promise<boolean> {
    const { revision } = await this.writePath.load(images, imageId);
    return revision !== NO_REVISION;
  }

  /** What the claim says counts: an earlier attempt may have found the world another than this one does. */
  private async decide(
    registration: ImageRegistration,
    context: CommandContext,
    { planDigest, ...options }: WriteOptions,
  ): Promise<ImageRegistration> {
    await this.claims.check(holdsOf(registration), context);
    // What a dry run showed is the image, and not the claim of its name.
    if (planDigest !== undefined) await this.create(registration, context, { dryRun: true, planDigest });
    const command = { type: 'ClaimImageName', registration } as const;
    const claimed = await this.claims.claimName(registration, command, context, options);
    return claimed?.registration ?? registration;
  }

  private async finish(registration: ImageRegistration, context: CommandContext): Promise<ImageOutcome> {
    try {
      await this.making.prepare(registration, context);
      await this.claims.hold(holdsOf(registration), context);
    } catch (error) {
      if (isRefusedHold(error)) await this.giveUp(registration, context);
      throw error;
    }
    return this.createOrGiveBack(registration, context);
  }

  private async createOrGiveBack(
    registration: ImageRegistration,
    context: CommandContext,
  ): Promise<ImageOutcome> {
    try {
      return await this.create(registration, context, {});
    } catch (error) {
      if (error instanceof IdempotencyKeyReused) await this.giveBack(registration, context);
      throw error;
    }
  }

  private create(
    registration: ImageRegistration,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<ImageOutcome> {
    return this.writePath.execute(
      images,
      registration.imageId,
      { type: 'CreateImage', registration },
      context,
      options,
    );
  }

  /** Another request under the same key made the image: what this one took and the image does not have goes back. */
  private async giveBack(registration: ImageRegistration, context: CommandContext): Promise<void> {
    const { imageId, name } = registration;
    const { state } = await this.writePath.load(images, imageId);
    if (state.kind === 'unknown') return;
    const kept = state.lifecycle === 'deregistered' ? [] : snapshotsOf(state.created.blockDeviceMappings);
    const step = stepOf(context, 'give back');
    await this.making.abandon(registration, context);
    await this.claims.release(
      snapshotsOf(registration.content.blockDeviceMappings)
        .filter((id) => !kept.includes(id))
        .map((snapshotId) => ({ snapshotId, imageId })),
      step,
    );
    if (state.created.name !== name) await this.claims.releaseName(registration, { imageId }, step);
  }

  /** A snapshot that was there when the name was claimed cannot be held any more: there will be no image. */
  private async giveUp(registration: ImageRegistration, context: CommandContext): Promise<void> {
    const step = stepOf(context, 'give up');
    await this.making.abandon(registration, context);
    await this.claims.release(holdsOf(registration), step);
    await this.claims.releaseName(registration, { imageId: registration.imageId }, step);
  }
}

const holdsOf = ({ imageId, ownerId, content }: ImageRegistration): readonly HoldSnapshot[] =>
  snapshotsOf(content.blockDeviceMappings).map((snapshotId) => ({
    type: 'HoldSnapshot',
    snapshotId,
    imageId,
    ownerId,
  }));
