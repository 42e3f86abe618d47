import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import {
  InstanceLaunchProcess,
  InvalidField,
  type Launched,
  type LaunchSource,
  type WishedLaunch,
} from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import { familySourceOf, refuseBesides, type NamedFamily } from '../resources/family-source';

/** What the body names: one way of them. */
export interface WishedSource extends NamedFamily {
  readonly imageId: string | undefined;
}

type Wish = Omit<WishedLaunch, 'launchId' | 'account' | 'region' | 'source'> & {
  readonly source: WishedSource;
};

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

  async execute({ wish, write: { by, region, context, options } }: LaunchInstances): Promise<Launched> {
    const launchId = resourceIdOf('r', context.commandId);
    const { account } = by;
    const source = sourceOf(wish.source, account);
    return this.launches.launch({ ...wish, source, launchId, account, region }, context, options);
  }
}

/** Throws InvalidField. */
function sourceOf({ imageId, ...named }: WishedSource, account: string): LaunchSource {
  if (imageId !== undefined) {
    refuseBesides('by an image', { ...named });
    return { kind: 'image', imageId };
  }
  const source = named.family === undefined ? undefined : familySourceOf(named, account);
  if (source === undefined) throw new InvalidField('a launch names an image or a family', '/imageId');
  return source;
}
