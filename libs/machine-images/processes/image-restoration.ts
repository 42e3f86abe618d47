import {
  contextOf,
  type CommandContext,
  type Outcome,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { snapshotsOf } from '../block-device/block-device-mapping';
import type { RestoreImage } from '../image/commands';
import { ImageNotInRecycleBin, UnknownImage } from '../image/errors';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ImageRestoration } from '../image/restoration';
import type { ImageState } from '../image/state';
import { imageNames, type ImageNameEvent } from '../image-name/image-name';
import type { HoldSnapshot } from '../snapshot/commands';
import { stepOf } from './follow-up';
import { ImageClaims, isRefusedHold } from './image-claims';
import type { ImageDeregistrationProcess } from './image-deregistration';

type ImageOutcome = Outcome<ImageState, ImageEvent>;

/**
 * Brings an image back out of the Recycle Bin: claims its name again, holds its snapshots again, restores it. As with a
 * registration, the claim decides and carries everything, the request that made it finishes it, and the process manager
 * does when that died.
 */
export class ImageRestorationProcess implements ProcessManager<ImageNameEvent> {
  readonly name = 'image-restoration';
  readonly reactsTo = ['ImageNameReclaimed'] as const;
  private readonly claims: ImageClaims;

  constructor(
    private readonly writePath: WritePath,
    private readonly deregistration: ImageDeregistrationProcess,
  ) {
    this.claims = new ImageClaims(writePath, deregistration);
  }

  /**
   * Throws UnknownImage, NotTheOwner, ImageNotInRecycleBin, RetentionIsOver, ImageNameIsTaken; SnapshotIsDeleted and the
   * like for a snapshot that cannot be held any more.
   */
  async restore(
    wished: Omit<RestoreImage, 'restorationId'>,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<ImageOutcome> {
    const { imageId } = wished;
    const command = { ...wished, restorationId: context.commandId };
    const decided = await this.writePath.execute(images, imageId, command, context, {
      ...options,
      dryRun: true,
    });
    if (decided.events.length === 0) return decided;
    // What it still has of the time before goes first, or whoever gives it back would take it from the restored image.
    if (options.dryRun !== true) await this.deregistration.finishFor(imageId, context);
    const restoration = restorationOf(decided.state, command);
    await this.claims.check(holdsOf(restoration), context);
    await this.claims.claimName(
      restoration,
      { type: 'ReclaimImageName', restoration },
      context,
      options.dryRun === true ? { dryRun: true } : {},
    );
    return options.dryRun === true ? decided : this.finish(restoration, context, context.at);
  }

  async react(read: ReadEvent<ImageNameEvent>): Promise<void> {
    if (read.event.type !== 'ImageNameReclaimed') return;
    const { restoration } = read.event.data;
    try {
      // What was asked for in time is finished, however late it has become.
      await this.finish(restoration, contextOf(read, new Date()), new Date(read.metadata.occurredAt));
    } catch (error) {
      // What it took has been given back.
      if (!isRefusedHold(error) && !(error instanceof ImageNotInRecycleBin)) throw error;
    }
  }

  private async finish(
    restoration: ImageRestoration,
    context: CommandContext,
    askedAt: Date,
  ): Promise<ImageOutcome> {
    if (await this.isDone(restoration)) return this.record(restoration, context, askedAt);
    await this.refuseUnlessUnderWay(restoration, context);
    try {
      await this.claims.hold(holdsOf(restoration), context);
    } catch (error) {
      if (isRefusedHold(error)) await this.giveUp(restoration, context);
      throw error;
    }
    return this.record(restoration, context, askedAt);
  }

  private async isDone({ imageId, restorationId }: ImageRestoration): Promise<boolean> {
    const { state } = await this.writePath.load(images, imageId);
    return state.kind === 'existing' && state.restorations.includes(restorationId);
  }

  /**
   * The claim may have been given back since, or another may have restored the image, and it was deregistered again,
   * before the claim was made: then the name goes back, and the snapshots are left to whom they belong by now.
   */
  private async refuseUnlessUnderWay(restoration: ImageRestoration, context: CommandContext): Promise<void> {
    const { imageId, restorationId, number } = restoration;
    const { state: claimed } = await this.writePath.load(imageNames, restoration);
    const { state: image } = await this.writePath.load(images, imageId);
    const isNext = image.kind === 'existing' && image.restorations.length === number - 1;
    if (claimed.restoration?.restorationId === restorationId && isNext) return;
    await this.claims.releaseName(restoration, restoration, stepOf(context, 'give up'));
    throw new ImageNotInRecycleBin(imageId);
  }

  private record(
    { imageId, restorationId, ownerId }: ImageRestoration,
    context: CommandContext,
    at: Date,
  ): Promise<ImageOutcome> {
    const by = { account: ownerId, administrator: false };
    const command = { type: 'RestoreImage', imageId, by, restorationId, at } as const;
    return this.writePath.execute(images, imageId, command, context);
  }

  private async giveUp(restoration: ImageRestoration, context: CommandContext): Promise<void> {
    const step = stepOf(context, 'give up');
    await this.claims.release(holdsOf(restoration), step);
    await this.claims.releaseName(restoration, restoration, step);
  }
}

function restorationOf(image: ImageState, { imageId, restorationId }: RestoreImage): ImageRestoration {
  if (image.kind === 'unknown') throw new UnknownImage(imageId);
  const { ownerId, region, name, blockDeviceMappings } = image.created;
  const snapshotIds = snapshotsOf(blockDeviceMappings);
  const number = image.restorations.length + 1;
  return { restorationId, imageId, ownerId, region, name, snapshotIds, number };
}

/** The image had them by right: nobody is asked whose they are. */
const holdsOf = ({ imageId, snapshotIds }: ImageRestoration): readonly HoldSnapshot[] =>
  snapshotIds.map((snapshotId) => ({ type: 'HoldSnapshot', snapshotId, imageId }));
