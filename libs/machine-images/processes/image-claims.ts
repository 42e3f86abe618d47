import type { CommandContext, WriteOptions, WritePath } from '#event-sourcing';
import { ImageNameIsTaken } from '../image-name/errors';
import {
  imageNames,
  type ImageNameCommand,
  type ImageNameId,
  type ImageNameState,
  type ReleaseImageName,
} from '../image-name/image-name';
import type { HoldSnapshot } from '../snapshot/commands';
import { SnapshotHasFailed, SnapshotIsDeleted, UnknownSnapshot } from '../snapshot/errors';
import { snapshots } from '../snapshot/snapshot';
import { stepOf } from './follow-up';
import type { ImageDeregistrationProcess } from './image-deregistration';

/** What an image has to have of other streams before it is there: its name, and its snapshots. */
export class ImageClaims {
  constructor(
    private readonly writePath: WritePath,
    private readonly deregistration: ImageDeregistrationProcess,
  ) {}

  /** Answers the claim as it stands then. Throws ImageNameIsTaken, and what else keeps the image from having the name. */
  async claimName(
    id: ImageNameId,
    command: Exclude<ImageNameCommand, ReleaseImageName>,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<ImageNameState | undefined> {
    const attempt = async (): Promise<ImageNameState> =>
      (await this.writePath.execute(imageNames, id, command, context, options)).state;
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ImageNameIsTaken)) throw error;
      // An image that is gone may still have its name, when whoever deregistered it died before giving it back.
      if (!(await this.deregistration.isDue(error.imageId))) throw error;
      if (options.dryRun === true) return undefined;
      await this.deregistration.finishFor(error.imageId, context);
      return attempt();
    }
  }

  /** Throws what keeps a snapshot from being held, and holds none. */
  async check(holds: readonly HoldSnapshot[], context: CommandContext): Promise<void> {
    await this.hold(holds, context, { dryRun: true });
  }

  /** Throws UnknownSnapshot, SnapshotIsDeleted, SnapshotHasFailed: `isRefusedHold`. */
  async hold(
    holds: readonly HoldSnapshot[],
    context: CommandContext,
    options: WriteOptions = {},
  ): Promise<void> {
    for (const hold of holds)
      await this.writePath.execute(snapshots, hold.snapshotId, hold, stepOf(context, 'hold'), options);
  }

  async release(
    held: readonly Pick<HoldSnapshot, 'snapshotId' | 'imageId'>[],
    step: CommandContext,
  ): Promise<void> {
    for (const { snapshotId, imageId } of held) {
      const release = { type: 'ReleaseSnapshot', snapshotId, imageId } as const;
      await this.writePath.execute(snapshots, snapshotId, release, step);
    }
  }

  async releaseName(
    id: ImageNameId,
    claim: Pick<ReleaseImageName, 'imageId' | 'restorationId'>,
    step: CommandContext,
  ): Promise<void> {
    const { imageId, restorationId } = claim;
    const release = {
      type: 'ReleaseImageName',
      imageId,
      name: id.name,
      ...(restorationId === undefined ? {} : { restorationId }),
    } as const;
    await this.writePath.execute(imageNames, id, release, step);
  }
}

/** Such a snapshot can never be held again. */
export const isRefusedHold = (error: unknown): boolean =>
  error instanceof UnknownSnapshot ||
  error instanceof SnapshotIsDeleted ||
  error instanceof SnapshotHasFailed;
