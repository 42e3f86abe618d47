import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images, type ImageAspect, type ImageEvent, type RollbackGoal } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import { Moments } from '../reading/moments';
import type { ImageOutcome } from '../resources/image';

export type RollbackWish =
  | { readonly asOf: string; readonly include: readonly ImageAspect[] }
  /** The correlation id of a rollback. */
  | { readonly undo: string };

export class RollBackImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly wish: RollbackWish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RollBackImage)
export class RollBackImageHandler implements ICommandHandler<RollBackImage> {
  constructor(
    private readonly writePath: WritePath,
    private readonly moments: Moments,
  ) {}

  /** What the image was does not change any more, so it may be looked at before the decision. */
  async execute({ imageId, wish, write }: RollBackImage): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const to = 'asOf' in wish ? await this.asOf(imageId, wish) : await this.beforeThat(imageId, wish);
    const command = { type: 'RollBackImage', imageId, by, to, at: context.at } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }

  /** Throws FutureAsOf. */
  private async asOf(
    imageId: string,
    { asOf, include }: Extract<RollbackWish, { asOf: string }>,
  ): Promise<RollbackGoal> {
    const time = await this.moments.over(asOf, '/asOf');
    const { state } = await this.writePath.loadAsOf(images, imageId, time);
    return { asOf: time, include, earlier: state };
  }

  private async beforeThat(
    imageId: string,
    { undo }: Extract<RollbackWish, { undo: string }>,
  ): Promise<RollbackGoal> {
    const found = await this.writePath.loadBefore(images, imageId, undo, isRollback);
    if (found?.event.type !== 'ImageRolledBack') return { undo };
    return { undo, undone: { include: found.event.data.include, earlier: found.before.state } };
  }
}

const isRollback = ({ type }: ImageEvent): boolean => type === 'ImageRolledBack';
