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
import type { DeregisterImage } from '../image/commands';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ExistingImage, ImageState } from '../image/state';
import { imageNames } from '../image-name/image-name';
import { snapshots } from '../snapshot/snapshot';
import { stepOf } from './follow-up';

/** Deregisters an image, and gives back its name and its snapshots; the process manager finishes it when need be. */
export class ImageDeregistrationProcess implements ProcessManager<ImageEvent> {
  readonly name = 'image-deregistration';
  readonly reactsTo = ['ImageDeregistered'] as const;

  constructor(private readonly writePath: WritePath) {}

  async deregister(
    command: DeregisterImage,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<Outcome<ImageState, ImageEvent>> {
    const outcome = await this.writePath.execute(images, command.imageId, command, context, options);
    if (options.dryRun !== true) await this.giveBack(outcome.state, context);
    return outcome;
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

  /** Afterwards a deregistered image has nothing left to give back. */
  async finishFor(imageId: string, context: CommandContext): Promise<void> {
    const { state } = await this.writePath.load(images, imageId);
    await this.giveBack(state, context);
  }

  private async giveBack(image: ImageState, context: CommandContext): Promise<void> {
    if (!isDeregistered(image)) return;
    const { imageId, name, blockDeviceMappings } = image.created;
    const step = stepOf(context, `give back ${imageId}`);
    await this.writePath.execute(
      imageNames,
      image.created,
      { type: 'ReleaseImageName', imageId, name },
      step,
    );
    for (const snapshotId of snapshotsOf(blockDeviceMappings)) {
      await this.writePath.execute(
        snapshots,
        snapshotId,
        { type: 'ReleaseSnapshot', snapshotId, imageId },
        step,
      );
    }
  }
}

const isDeregistered = (image: ImageState): image is ExistingImage =>
  image.kind === 'existing' && image.lifecycle === 'deregistered';
