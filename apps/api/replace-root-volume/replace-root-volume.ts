import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import { InvalidField, RootVolumeReplacementProcess, type RootVolumeSource } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { InstanceOutcome } from '../resources/instance';

interface Wish {
  readonly imageId?: string;
  readonly snapshotId?: string;
  readonly deleteReplacedRootVolume: boolean;
}

/** EC2: CreateReplaceRootVolumeTask. */
export class ReplaceRootVolume extends Command<InstanceOutcome> {
  constructor(
    readonly instanceId: string,
    readonly wish: Wish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ReplaceRootVolume)
export class ReplaceRootVolumeHandler implements ICommandHandler<ReplaceRootVolume> {
  constructor(private readonly replacements: RootVolumeReplacementProcess) {}

  execute({ instanceId, wish, write }: ReplaceRootVolume): Promise<InstanceOutcome> {
    const { by, context, options } = write;
    const wished = {
      ...{ instanceId, by, source: sourceOf(wish) },
      replaceRootVolumeTaskId: resourceIdOf('replacevol', context.commandId),
      deleteReplacedRootVolume: wish.deleteReplacedRootVolume,
    };
    return this.replacements.replace(wished, context, options);
  }
}

/** Throws InvalidField. */
function sourceOf({ imageId, snapshotId }: Wish): RootVolumeSource {
  if (imageId !== undefined && snapshotId !== undefined)
    throw new InvalidField('a root volume comes from an image or from a snapshot', '/snapshotId');
  if (imageId !== undefined) return { kind: 'image', imageId };
  return snapshotId === undefined ? { kind: 'launch-state' } : { kind: 'snapshot', snapshotId };
}
