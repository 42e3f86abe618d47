import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import { InvalidField, RootVolumeReplacementProcess, type RootVolumeWish } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import { familySourceOf, type NamedFamily } from '../resources/family-source';
import type { InstanceOutcome } from '../resources/instance';

interface Wish extends NamedFamily {
  readonly imageId: string | undefined;
  readonly snapshotId: string | undefined;
  /** The correlation id of a replacement. */
  readonly undo: string | undefined;
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
      ...{ instanceId, by, source: sourceOf(wish, by.account) },
      replaceRootVolumeTaskId: resourceIdOf('replacevol', context.commandId),
      deleteReplacedRootVolume: wish.deleteReplacedRootVolume,
    };
    return this.replacements.replace(wished, context, options);
  }
}

/** Throws InvalidField. */
function sourceOf({ imageId, snapshotId, undo, ...named }: Wish, account: string): RootVolumeWish {
  const [, besides] = Object.entries({ imageId, snapshotId, family: named.family, undo }).filter(
    ([, value]) => value !== undefined,
  );
  if (besides !== undefined)
    throw new InvalidField('a root volume comes from one thing that is named', `/${besides[0]}`);
  if (imageId !== undefined) return { kind: 'image', imageId };
  if (snapshotId !== undefined) return { kind: 'snapshot', snapshotId };
  if (undo !== undefined) return { kind: 'undo', correlationId: undo };
  return familySourceOf(named, account) ?? { kind: 'launch-state' };
}
