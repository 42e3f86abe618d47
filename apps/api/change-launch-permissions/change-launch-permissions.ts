import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LaunchPermissionChange, type LaunchPrincipal } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

interface Changes {
  readonly add: readonly LaunchPrincipal[];
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
  constructor(private readonly permissions: LaunchPermissionChange) {}

  execute({ imageId, changes, write }: ChangeLaunchPermissions): Promise<ImageOutcome> {
    const wished = { type: 'ChangeLaunchPermissions', imageId, by: write.by, ...changes } as const;
    return this.permissions.change(wished, write.context, write.options);
  }
}
