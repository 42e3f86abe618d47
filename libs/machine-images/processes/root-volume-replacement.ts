import {
  contextOf,
  DomainError,
  type CommandContext,
  type Outcome,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { isFinal, nowOrLater, performOnce, type ComputeProvider } from '../compute-provider';
import type { FinishReplacement, ReplaceRootVolume } from '../instance/commands';
import type { InstanceEvent, RootVolumeReplacementRequestedData } from '../instance/events';
import { instances } from '../instance/instance';
import type { ExistingInstance, InstanceState } from '../instance/state';
import type { VolumeEvent } from '../volume/events';
import { volumes } from '../volume/volume';
import { stepOf } from './follow-up';
import { readSources, withUndone } from './replacement-sources';
import { RootVolumeSwap } from './root-volume-swap';

type InstanceOutcome = Outcome<InstanceState, InstanceEvent>;
export type WishedReplacement = Omit<ReplaceRootVolume, 'type' | 'read'>;

/**
 * Replaces root volumes. The instance decides twice: that it begins, with all that it takes, and how it ends, whatever
 * came first: the provider's answer, or the end of the instance. Volumes are made before and moved after, and every
 * step may be repeated.
 */
export class RootVolumeReplacementProcess implements ProcessManager<InstanceEvent | VolumeEvent> {
  readonly name = 'root-volume-replacement';
  readonly reactsTo = ['RootVolumeReplacementRequested', 'VolumeCreated'] as const;
  private readonly swap: RootVolumeSwap;

  constructor(
    private readonly writePath: WritePath,
    private readonly provider: ComputeProvider,
  ) {
    this.swap = new RootVolumeSwap(writePath);
  }

  /** Throws UnknownInstance, and what `replaceRootVolume` throws. */
  async replace(
    wish: WishedReplacement,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<InstanceOutcome> {
    const { instanceId } = wish;
    const wished = await withUndone(this.writePath, wish);
    const read = await readSources(this.writePath, wished, context.at);
    const command = { ...wished, read, type: 'ReplaceRootVolume' } as const;
    const outcome = await this.writePath.execute(instances, instanceId, command, context, options);
    const { state } = outcome;
    if (options.dryRun === true || state.kind === 'unknown' || state.replacement === undefined)
      return outcome;
    const { requested } = state.replacement;
    return (await nowOrLater(() => this.finish(requested, context), undefined)) ?? outcome;
  }

  async react(read: ReadEvent<InstanceEvent | VolumeEvent>): Promise<void> {
    const { event } = read;
    const context = contextOf(read, new Date());
    if (event.type === 'RootVolumeReplacementRequested') await this.finish(event.data, context);
    // Made by a request that did not hear of the end of its replacement, and died.
    if (event.type === 'VolumeCreated' && event.data.createdFor?.replaceRootVolumeTaskId !== undefined)
      await this.discardUnlessWanted(event.data.createdFor.instanceId, event.data.volumeId, context);
  }

  private async finish(
    requested: RootVolumeReplacementRequestedData,
    context: CommandContext,
  ): Promise<InstanceOutcome | undefined> {
    const { instanceId, volume } = requested;
    if (await this.isInProgress(requested)) {
      const create = { type: 'CreateVolume', volume } as const;
      const step = stepOf(context, 'create the new root volume');
      await this.writePath.execute(volumes, volume.volumeId, create, step);
    }
    const { command, isMade } = await this.resultOf(requested, context);
    const outcome = await this.writePath.execute(instances, instanceId, command, stepOf(context, 'end'));
    const { state } = await this.writePath.load(instances, instanceId);
    if (state.kind === 'unknown') return outcome;
    if (state.rootVolumes.has(volume.volumeId)) await this.swap.carryOut(requested, context);
    else {
      await this.abandon(state, volume.volumeId, context);
      if (isMade) await this.deleteAtProvider(requested, context);
    }
    return outcome;
  }

  /** How it ended already is not asked of the provider again. */
  private async resultOf(
    requested: RootVolumeReplacementRequestedData,
    context: CommandContext,
  ): Promise<{ readonly command: FinishReplacement; readonly isMade: boolean }> {
    const { instanceId, replaceRootVolumeTaskId, device, source, volume, deleteReplacedRootVolume } =
      requested;
    const task = { instanceId, replaceRootVolumeTaskId };
    const { commandId: operationId } = stepOf(context, 'at the provider');
    const completed = { type: 'CompleteReplacement', ...task } as const;
    if (!(await this.isInProgress(requested)))
      return { command: completed, isMade: (await this.provider.findOperation(operationId)) !== undefined };
    const { volumeId, region, snapshotId } = volume;
    try {
      await performOnce(this.provider, operationId, () =>
        this.provider.replaceRootVolume({
          ...{ operationId, region, instanceId, volumeId, device },
          ...(source.kind === 'image' ? { imageId: source.imageId } : {}),
          ...(source.kind === 'image' || snapshotId === undefined ? {} : { snapshotId }),
          deleteReplaced: deleteReplacedRootVolume,
        }),
      );
      return { command: completed, isMade: true };
    } catch (error) {
      if (!isFinal(error)) throw error;
      return { command: { type: 'FailReplacement', ...task, cause: error.told }, isMade: false };
    }
  }

  private async discardUnlessWanted(
    instanceId: string,
    volumeId: string,
    context: CommandContext,
  ): Promise<void> {
    const { state } = await this.writePath.load(instances, instanceId);
    if (state.kind === 'unknown' || state.rootVolumes.has(volumeId)) return;
    const { replacement } = state;
    const isOnItsWay =
      replacement?.state === 'in-progress' && replacement.requested.volume.volumeId === volumeId;
    if (!isOnItsWay) await this.abandon(state, volumeId, context);
  }

  /** What the provider refused was never made. For an instance that was terminated, it may have been. */
  private async abandon(
    { lifecycle, replacement, launched: { instanceId, ownerId } }: ExistingInstance,
    volumeId: string,
    context: CommandContext,
  ): Promise<void> {
    const step = stepOf(context, 'abandon the new root volume');
    const by = { account: ownerId, administrator: false };
    const cause = replacement?.requested.volume.volumeId === volumeId ? replacement.cause : undefined;
    const command =
      lifecycle === 'terminated' || cause === undefined
        ? ({ type: 'DiscardVolume', volumeId, by, instanceId } as const)
        : ({ type: 'AbandonVolume', volumeId, cause } as const);
    try {
      await this.writePath.execute(volumes, volumeId, command, step);
    } catch (error) {
      // It was not made yet, and is looked at again when it is.
      if (!(error instanceof DomainError)) throw error;
    }
  }

  /** The provider was done when the instance was terminated already: it may have been asked to delete too early. */
  private async deleteAtProvider(
    { volume: { volumeId, region } }: RootVolumeReplacementRequestedData,
    context: CommandContext,
  ): Promise<void> {
    const { commandId: operationId } = stepOf(context, 'delete what came too late');
    try {
      await performOnce(this.provider, operationId, () =>
        this.provider.deleteVolume({ operationId, region, volumeId }),
      );
    } catch (error) {
      if (!isFinal(error)) throw error;
    }
  }

  private async isInProgress({
    instanceId,
    replaceRootVolumeTaskId,
  }: RootVolumeReplacementRequestedData): Promise<boolean> {
    const { state } = await this.writePath.load(instances, instanceId);
    const replacement = state.kind === 'unknown' ? undefined : state.replacement;
    return (
      replacement?.state === 'in-progress' &&
      replacement.requested.replaceRootVolumeTaskId === replaceRootVolumeTaskId
    );
  }
}
