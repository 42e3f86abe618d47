import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import { InstanceLaunchProcess, type Launched, type WishedLaunch } from '#machine-images';
import type { WriteRequest } from '../http/write-request';

type Wish = Omit<WishedLaunch, 'launchId' | 'account' | 'region'>;

/** EC2: RunInstances. */
export class LaunchInstances extends Command<Launched> {
  constructor(
    readonly wish: Wish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(LaunchInstances)
export class LaunchInstancesHandler implements ICommandHandler<LaunchInstances> {
  constructor(private readonly launches: InstanceLaunchProcess) {}

  execute({ wish, write: { by, region, context, options } }: LaunchInstances): Promise<Launched> {
    const launchId = resourceIdOf('r', context.commandId);
    return this.launches.launch({ ...wish, launchId, account: by.account, region }, context, options);
  }
}
