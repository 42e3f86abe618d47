import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images, type GrantWish, type LaunchPrincipal } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

interface Changes {
  readonly add: readonly GrantWish[];
  readonly remove: readonly LaunchPrincipal[];
}

/** EC2: ModifyImageAttribute, the attribute `launchPermission`. */
export class ChangeLaunchPermissions extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly changes: Changes,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ChangeLaunchPermissions)
export class ChangeLaunchPermissionsHandler implements ICommandHandler<ChangeLaunchPermissions> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, changes, write }: ChangeLaunchPermissions): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'ChangeLaunchPermissions', imageId, by, at: context.at, ...changes } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
