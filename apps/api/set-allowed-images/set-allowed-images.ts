import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { settings, type AllowedImagesState, type ImageCriterion } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { SettingsOutcome } from '../resources/settings';

/** EC2: EnableAllowedImagesSettings, DisableAllowedImagesSettings, ReplaceImageCriteriaInAllowedImagesSettings. */
export class SetAllowedImages extends Command<SettingsOutcome> {
  constructor(
    readonly state: AllowedImagesState,
    readonly imageCriteria: readonly ImageCriterion[] | undefined,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(SetAllowedImages)
export class SetAllowedImagesHandler implements ICommandHandler<SetAllowedImages> {
  constructor(private readonly writePath: WritePath) {}

  execute({ state, imageCriteria, write }: SetAllowedImages): Promise<SettingsOutcome> {
    const id = { account: write.by.account, region: write.region };
    const criteria = imageCriteria === undefined ? {} : { imageCriteria };
    const command = { type: 'SetAllowedImages', ...id, state, ...criteria } as const;
    return this.writePath.execute(settings, id, command, write.context, write.options);
  }
}
