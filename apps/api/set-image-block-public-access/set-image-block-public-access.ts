import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { settings, type ImageBlockPublicAccess } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { SettingsOutcome } from '../resources/settings';

/** EC2: EnableImageBlockPublicAccess, DisableImageBlockPublicAccess. */
export class SetImageBlockPublicAccess extends Command<SettingsOutcome> {
  constructor(
    readonly state: ImageBlockPublicAccess,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(SetImageBlockPublicAccess)
export class SetImageBlockPublicAccessHandler implements ICommandHandler<SetImageBlockPublicAccess> {
  constructor(private readonly writePath: WritePath) {}

  execute({ state, write }: SetImageBlockPublicAccess): Promise<SettingsOutcome> {
    const id = { account: write.by.account, region: write.region };
    const command = { type: 'SetImageBlockPublicAccess', ...id, state } as const;
    return this.writePath.execute(settings, id, command, write.context, write.options);
  }
}
