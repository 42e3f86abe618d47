import {
  contextOf,
  DomainError,
  type CommandContext,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { snapshotsOf } from '../block-device/block-device-mapping';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ExistingImage } from '../image/state';
import type { AdoptImageName } from '../image-name/image-name';
import { stepOf } from './follow-up';
import { ImageClaims } from './image-claims';
import type { ImageDeregistrationProcess } from './image-deregistration';

/**
 * An image that was adopted, or was seen to be back, is there whatever the ledger thinks of it. It gets its name and
 * holds its snapshots as far as nothing stands against that; what does is told, and takes nothing back.
 */
export class ImageAdoptionProcess implements ProcessManager<ImageEvent> {
  readonly name = 'image-adoption';
  readonly reactsTo = ['ImageAdopted', 'ImageRestored'] as const;
  private readonly claims: ImageClaims;

  constructor(
    private readonly writePath: WritePath,
    private readonly deregistration: ImageDeregistrationProcess,
  ) {
    this.claims = new ImageClaims(writePath, deregistration);
  }

  async react(read: ReadEvent<ImageEvent>): Promise<void> {
    if (read.event.type !== 'ImageAdopted' && read.event.type !== 'ImageRestored') return;
    const { state } = await this.writePath.load(images, read.event.data.imageId);
    if (state.kind === 'existing') await this.claimFor(state, contextOf(read, new Date()), {});
  }

  /** Answers what stands against it: ImageNameIsTaken, SnapshotIsDeleted, SnapshotHasFailed. */
  async claimFor(
    image: ExistingImage,
    context: CommandContext,
    options: Pick<WriteOptions, 'dryRun'>,
  ): Promise<readonly DomainError[]> {
    if (image.lifecycle === 'deregistered') return [];
    const { imageId, blockDeviceMappings } = image.created;
    const holds = snapshotsOf(blockDeviceMappings).map((snapshotId) =>
      this.claims.hold([{ type: 'HoldSnapshot', snapshotId, imageId }], context, options),
    );
    const clashes = await told([this.claimName(image, context, options), ...holds]);
    // Whoever deregistered it meanwhile may have given back what it only has since.
    if (options.dryRun !== true) await this.deregistration.finishFor(imageId, context);
    return clashes;
  }

  /** Answers ImageNameIsTaken where another image has it. */
  async claimNameFor(
    image: ExistingImage,
    context: CommandContext,
    options: Pick<WriteOptions, 'dryRun'>,
  ): Promise<readonly DomainError[]> {
    return image.lifecycle === 'deregistered' ? [] : told([this.claimName(image, context, options)]);
  }

  private async claimName(
    { created, restorations }: ExistingImage,
    context: CommandContext,
    options: Pick<WriteOptions, 'dryRun'>,
  ): Promise<void> {
    const { imageId, ownerId, region, name, blockDeviceMappings } = created;
    if (name === '') return;
    const restorationId = restorations.at(-1);
    const snapshotIds = snapshotsOf(blockDeviceMappings);
    const identity = { imageId, ownerId, region, name, snapshotIds, number: restorations.length };
    const command =
      restorationId === undefined
        ? ({ type: 'AdoptImageName', imageId, name } satisfies AdoptImageName)
        : ({ type: 'ReclaimImageName', restoration: { ...identity, restorationId } } as const);
    await this.claims.claimName(created, command, stepOf(context, 'claim the name'), options);
  }
}

async function told(claims: readonly Promise<void>[]): Promise<readonly DomainError[]> {
  const settled = await Promise.allSettled(claims);
  return settled.flatMap((claim): readonly DomainError[] => {
    if (claim.status === 'fulfilled') return [];
    if (!(claim.reason instanceof DomainError)) throw claim.reason;
    return [claim.reason];
  });
}
