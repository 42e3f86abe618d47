import {
  BEGINNING,
  contextOf,
  type CommandContext,
  type Outcome,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { snapshotsOf } from '../block-device/block-device-mapping';
import type { DeregisterImage } from '../image/commands';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ExistingImage, ImageState } from '../image/state';
import { imageNames } from '../image-name/image-name';
import { retentionRules } from '../retention-rule/retention-rule';
import type { RetentionRule } from '../retention-rule/state';
import { snapshots } from '../snapshot/snapshot';
import { deleteSnapshotsOf, type DeletedSnapshot, type DeletedSnapshots } from './delete-snapshots';
import { stepAfter } from './follow-up';

export type WishedDeregistration = Omit<DeregisterImage, 'retentionRules'>;

export interface Deregistered {
  readonly outcome: Outcome<ImageState, ImageEvent>;
  /** What became of its snapshots, where they were to be deleted. */
  readonly deletedSnapshots: readonly DeletedSnapshot[];
}

/**
 * Deregisters an image, gives back its name and its snapshots, and deletes these where that was asked for; the process
 * manager finishes it when need be.
 */
export class ImageDeregistrationProcess implements ProcessManager<ImageEvent> {
  readonly name = 'image-deregistration';
  readonly reactsTo = ['ImageDeregistered'] as const;

  constructor(private readonly writePath: WritePath) {}

  async deregister(
    wished: WishedDeregistration,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<Deregistered> {
    const { imageId } = wished;
    const command = { ...wished, retentionRules: await this.rulesFor(imageId) };
    const outcome = await this.writePath.execute(images, imageId, command, context, options);
    if (options.dryRun === true) return { outcome, deletedSnapshots: [] };
    const { deletedSnapshots, position } = await this.finishFor(imageId, context);
    // Whoever reads after this write sees the snapshots gone as well.
    const last = position > outcome.position ? position : outcome.position;
    return { outcome: { ...outcome, position: last }, deletedSnapshots };
  }

  async react(read: ReadEvent<ImageEvent>): Promise<void> {
    if (read.event.type !== 'ImageDeregistered') return;
    await this.finishFor(read.event.data.imageId, contextOf(read, new Date()));
  }

  /** Says whether the image is deregistered: whatever it still has is to be given back. */
  async isDue(imageId: string): Promise<boolean> {
    const { state } = await this.writePath.load(images, imageId);
    return isDeregistered(state);
  }

  /** Afterwards an image that is deregistered has nothing left to give back. One that was restored keeps what it has. */
  async finishFor(imageId: string, context: CommandContext): Promise<DeletedSnapshots> {
    const { state } = await this.writePath.load(images, imageId);
    return isDeregistered(state) ? this.giveBack(state, context) : NONE;
  }

  private async rulesFor(imageId: string): Promise<readonly RetentionRule[]> {
    const { state: image } = await this.writePath.load(images, imageId);
    if (image.kind === 'unknown') return [];
    const { state } = await this.writePath.load(retentionRules, image.created);
    return [...state.rules.values()];
  }

  /**
   * An image may be deregistered, restored, and deregistered again. The steps of each time are the same whoever takes
   * them, so that one who is late takes nothing from the image that came back.
   */
  private async giveBack(
    { created, restorations, deregistration }: ExistingImage,
    context: CommandContext,
  ): Promise<DeletedSnapshots> {
    const { imageId, name, blockDeviceMappings } = created;
    const began = restorations.at(-1);
    const step = stepAfter(began ?? imageId, context, `give back ${imageId}`);
    const claim = began === undefined ? {} : { restorationId: began };
    const release = { type: 'ReleaseImageName', imageId, name, ...claim } as const;
    await this.writePath.execute(imageNames, created, release, step);
    const snapshotIds = snapshotsOf(blockDeviceMappings);
    for (const snapshotId of snapshotIds) {
      await this.writePath.execute(
        snapshots,
        snapshotId,
        { type: 'ReleaseSnapshot', snapshotId, imageId },
        step,
      );
    }
    if (deregistration?.deleteAssociatedSnapshots !== true) return NONE;
    const owner = { account: created.ownerId, administrator: false };
    const last = stepAfter(began ?? imageId, context, `delete the snapshots of ${imageId}`);
    return deleteSnapshotsOf(this.writePath, snapshotIds, owner, last);
  }
}

const NONE: DeletedSnapshots = { deletedSnapshots: [], position: BEGINNING };

const isDeregistered = (image: ImageState): image is ExistingImage =>
  image.kind === 'existing' && image.lifecycle === 'deregistered';
