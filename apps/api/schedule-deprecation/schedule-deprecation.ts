import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images, isVisibleTo, mayChange, standingOf, UnknownImage } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: EnableImageDeprecation. */
export class ScheduleDeprecation extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly deprecateAt: Date,
    readonly replacement: string | undefined,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ScheduleDeprecation)
export class ScheduleDeprecationHandler implements ICommandHandler<ScheduleDeprecation> {
  constructor(private readonly writePath: WritePath) {}

  async execute({ imageId, deprecateAt, replacement, write }: ScheduleDeprecation): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const { at } = context;
    const named = replacement === undefined ? {} : { replacement };
    if (replacement !== undefined) await this.check(replacement, imageId, write);
    const command = { type: 'ScheduleDeprecation', imageId, by, at, deprecateAt, ...named } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }

  /**
   * What there is does not cease to have been there: it may be looked at before the decision. Whoever may not change the
   * image hears that first.
   */
  private async check(replacement: string, imageId: string, write: WriteRequest): Promise<void> {
    const { by, region, context } = write;
    const { at } = context;
    const deprecated = await this.writePath.look(images, imageId);
    if (deprecated.kind === 'unknown' || !mayChange(deprecated, by)) return;
    const unknown = new UnknownImage(replacement, '/replacement');
    const image = await this.writePath.look(images, replacement);
    if (image.kind === 'unknown') throw unknown;
    const standing = await standingOf(by.account, image, at, this.writePath.look);
    const isVisible = mayChange(image, by) || isVisibleTo(image, standing, at);
    if (!isVisible || image.created.region !== region) throw unknown.asHidden();
  }
}
