import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import {
  InstanceLaunchProcess,
  InvalidField,
  LATEST,
  type Launched,
  type LaunchSource,
  type WishedLaunch,
} from '#machine-images';
import type { WriteRequest } from '../http/write-request';

/** What the body names: one way of them. */
export interface WishedSource {
  readonly imageId: string | undefined;
  readonly family: { readonly name: string; readonly ownerId?: string } | undefined;
  readonly channel: string | undefined;
  readonly version: number | undefined;
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
function sourceOf({ imageId, family, channel, version }: WishedSource, account: string): LaunchSource {
  if (imageId !== undefined) {
    refuseBesides('an image', { family, channel, version });
    return { kind: 'image', imageId };
  }
  if (family === undefined) throw new InvalidField('a launch names an image or a family', '/imageId');
  const id = { ownerId: family.ownerId ?? account, name: family.name };
  if (version === undefined) return { kind: 'channel', family: id, channel: channel ?? LATEST };
  refuseBesides('a version', { channel });
  return { kind: 'version', family: id, version };
}

function refuseBesides(what: string, others: Readonly<Record<string, unknown>>): void {
  const [besides] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (besides !== undefined) throw new InvalidField(`a launch by ${what} names no ${besides}`, `/${besides}`);
}
