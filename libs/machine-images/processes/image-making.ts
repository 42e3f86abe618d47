import type { CommandContext, Outcome, WritePath } from '#event-sourcing';
import { isFinal, nowOrLater, performOnce, type ComputeProvider } from '../compute-provider';
import type { FinishImage } from '../image/commands';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ImageRegistration, PlannedSnapshot } from '../image/registration';
import type { ExistingImage, ImageState } from '../image/state';
import { instances } from '../instance/instance';
import type { FinishSnapshot } from '../snapshot/commands';
import { snapshots } from '../snapshot/snapshot';
import { stepOf } from './follow-up';

type ImageOutcome = Outcome<ImageState, ImageEvent>;

/** What the provider made, by the ledger's ids. */
interface Answer {
  readonly providerIds: Readonly<Record<string, string>>;
  /** Why the image is not among it. */
  readonly cause?: string;
}

/** Has an image and its snapshots made by the provider, once they are on record. Every step is safe to repeat. */
export class ImageMaking {
  constructor(
    private readonly writePath: WritePath,
    private readonly provider: ComputeProvider,
  ) {}

  /** Its snapshots are on record, and held by it, before it names them. */
  async prepare(registration: ImageRegistration, context: CommandContext): Promise<void> {
    const { imageId, ownerId, region } = registration;
    const step = stepOf(context, 'create its snapshots');
    for (const planned of plannedFor(registration)) {
      const description = descriptionOf(planned, registration);
      const createdFor = { imageId };
      const snapshot = { ...planned, ownerId, region, description, tags: {}, createdFor };
      const command = { type: 'CreateSnapshot', snapshot } as const;
      await this.writePath.execute(snapshots, planned.snapshotId, command, step);
    }
  }

  /** There will be no image: its snapshots are not waited for any more. */
  async abandon(registration: ImageRegistration, context: CommandContext): Promise<void> {
    const answer = { providerIds: {}, cause: 'there is no image to make it for' };
    await this.settle(registration, answer, stepOf(context, 'abandon its snapshots'));
  }

  /** As `finish`; what has to be tried again later is left to the process manager. */
  finishUnlessLater(
    registration: ImageRegistration,
    context: CommandContext,
  ): Promise<ImageOutcome | undefined> {
    return nowOrLater(() => this.finish(registration, context), undefined);
  }

  /**
   * Answers how the image ended, where there was anything to make. Throws ComputeFailure where trying again later
   * helps. What is finished already is answered as it was then: the step has the same id whoever takes it.
   */
  async finish(registration: ImageRegistration, context: CommandContext): Promise<ImageOutcome | undefined> {
    const { imageId, work } = registration;
    const { state } = await this.writePath.load(images, imageId);
    if (work === undefined || state.kind === 'unknown') return undefined;
    const step = stepOf(context, 'finish');
    const answer = await this.answerOf(state, registration, step);
    const conclude = (command: FinishImage): Promise<ImageOutcome> =>
      this.writePath.execute(images, imageId, command, step);
    if (answer.cause === undefined) {
      await this.settle(registration, answer, step);
      return conclude({ type: 'CompleteImage', imageId, providerId: answer.providerIds[imageId] ?? imageId });
    }
    // The image first: nobody asks the provider again for one that has failed.
    const outcome = await conclude({ type: 'FailImage', imageId, cause: answer.cause });
    await this.settle(registration, answer, step);
    return outcome;
  }

  /** Of an image that is pending no more nothing is asked for again. What was made by then is looked up. */
  private async answerOf(
    { lifecycle, cause = 'its image was deregistered before it was made' }: ExistingImage,
    registration: ImageRegistration,
    step: CommandContext,
  ): Promise<Answer> {
    if (lifecycle === 'pending') return this.ask(registration, step);
    const found = await this.provider.findOperation(step.commandId);
    return { providerIds: found?.providerIds ?? {}, cause };
  }

  private async ask(registration: ImageRegistration, step: CommandContext): Promise<Answer> {
    await this.reboot(registration, step);
    const { commandId: operationId } = step;
    const wanted = [registration.imageId, ...plannedFor(registration).map(({ snapshotId }) => snapshotId)];
    try {
      const { providerIds } = await performOnce(this.provider, operationId, () =>
        this.call(registration, operationId),
      );
      const missing = wanted.filter((id) => !(id in providerIds));
      return missing.length === 0
        ? { providerIds }
        : { providerIds, cause: `the provider did not make ${missing.join(', ')}` };
    } catch (error) {
      if (!isFinal(error)) throw error;
      return { providerIds: {}, cause: error.told };
    }
  }

  private call(registration: ImageRegistration, operationId: string) {
    const { imageId, region, name, description = '', tags, origin, content, work } = registration;
    const { blockDeviceMappings } = content;
    const image = { operationId, imageId, region, name, description, tags, blockDeviceMappings };
    const planned = plannedFor(registration);
    switch (origin.kind) {
      case 'instance':
        return this.provider.createImage({
          ...image,
          instanceId: origin.instanceId,
          noReboot: work?.noReboot === true,
          snapshots: planned.map(({ snapshotId, volumeId = '' }) => ({ snapshotId, volumeId })),
        });
      case 'copy':
        return this.provider.copyImage({
          ...image,
          sourceImageId: origin.imageId,
          sourceRegion: origin.region,
          snapshots: planned.map(({ snapshotId, sourceSnapshotId = '' }) => ({
            snapshotId,
            sourceSnapshotId,
          })),
        });
      case 'snapshots':
        throw new TypeError('an image from snapshots leaves the provider nothing to do');
    }
  }

  private async reboot({ imageId, origin, work }: ImageRegistration, step: CommandContext): Promise<void> {
    if (origin.kind !== 'instance' || work?.noReboot === true) return;
    const { instanceId } = origin;
    const command = { type: 'RebootForImage', instanceId, imageId } as const;
    await this.writePath.execute(instances, instanceId, command, step);
  }

  private async settle(registration: ImageRegistration, answer: Answer, step: CommandContext): Promise<void> {
    for (const { snapshotId } of plannedFor(registration))
      await this.writePath.execute(snapshots, snapshotId, settled(snapshotId, answer), step);
  }
}

const plannedFor = ({ work }: ImageRegistration): readonly PlannedSnapshot[] => work?.snapshots ?? [];

const settled = (snapshotId: string, { providerIds, cause = '' }: Answer): FinishSnapshot => {
  const providerId = providerIds[snapshotId];
  return providerId === undefined
    ? { type: 'FailSnapshot', snapshotId, cause }
    : { type: 'CompleteSnapshot', snapshotId, providerId };
};

/** As EC2 describes the snapshots that it makes for images. */
function descriptionOf(
  { sourceSnapshotId = '' }: PlannedSnapshot,
  { imageId, origin }: ImageRegistration,
): string {
  switch (origin.kind) {
    case 'instance':
      return `Created by CreateImage(${origin.instanceId}) for ${imageId}`;
    case 'copy':
      return `Copied for DestinationAmi ${imageId} from SourceAmi ${origin.imageId} for SourceSnapshot ${sourceSnapshotId}.`;
    case 'snapshots':
      return `Created for ${imageId}`;
  }
}
