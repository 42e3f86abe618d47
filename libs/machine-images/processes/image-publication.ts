import {
  contextOf,
  type CommandContext,
  type ProcessManager,
  type ReadEvent,
  type WritePath,
} from '#event-sourcing';
import { ImageVersionUnusable, UnknownFamily } from '../family/errors';
import { families } from '../family/family';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { Principal } from '../principal';
import { stepOf } from './follow-up';

/**
 * Publishes images that are to be a version of a family from the beginning, once they are available. The image carries
 * that: whoever made it may be gone by then.
 */
export class ImagePublicationProcess implements ProcessManager<ImageEvent> {
  readonly name = 'image-publication';
  readonly reactsTo = ['ImageBecameAvailable'] as const;

  constructor(private readonly writePath: WritePath) {}

  /** To others than its owner, a family does not exist. Throws UnknownFamily. */
  async check(name: string, by: Principal): Promise<void> {
    const family = await this.writePath.look(families, { ownerId: by.account, name });
    if (family.kind === 'unknown') throw new UnknownFamily(by.account, name, '/family');
  }

  async react(read: ReadEvent<ImageEvent>): Promise<void> {
    if (read.event.type !== 'ImageBecameAvailable') return;
    const { imageId } = read.event.data;
    const image = await this.writePath.look(images, imageId);
    if (image.kind === 'unknown') return;
    const { family, ownerId } = image.created;
    if (family !== undefined)
      await this.publish(imageId, { ownerId, name: family.name }, contextOf(read, new Date()));
  }

  /** What is no good any more when its turn comes is no version of anything. */
  private async publish(
    imageId: string,
    family: { readonly ownerId: string; readonly name: string },
    context: CommandContext,
  ): Promise<void> {
    const by = { account: family.ownerId, administrator: false };
    const command = { type: 'PublishImageVersion', ...family, by, at: context.at, imageId } as const;
    try {
      await this.writePath.execute(families, family, command, stepOf(context, `publish ${imageId}`));
    } catch (error) {
      if (!(error instanceof ImageVersionUnusable)) throw error;
    }
  }
}
