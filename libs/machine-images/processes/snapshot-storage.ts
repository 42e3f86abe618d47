import {
  contextOf,
  type CommandContext,
  type Outcome,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { isFinal, nowOrLater, performOnce, type ComputeProvider } from '../compute-provider';
import type { Principal } from '../principal';
import type { DeleteSnapshot, FinishSnapshot } from '../snapshot/commands';
import type { SnapshotCreatedData, SnapshotEvent } from '../snapshot/events';
import { snapshots } from '../snapshot/snapshot';
import type { MadeSnapshot, SnapshotState } from '../snapshot/state';
import type { Tags } from '../tags';
import { UnknownVolume, VolumeIsDeleted } from '../volume/errors';
import { volumes } from '../volume/volume';
import { stepOf } from './follow-up';

type SnapshotOutcome = Outcome<SnapshotState, SnapshotEvent>;

export interface SnapshotWish {
  readonly snapshotId: string;
  readonly volumeId: string;
  readonly description?: string;
  readonly tags: Tags;
}

/**
 * Makes and deletes snapshots at the provider, once they are on record. The request that asks for one finishes it
 * itself where the provider is quick; the process manager finishes it otherwise.
 */
export class SnapshotStorageProcess implements ProcessManager<SnapshotEvent> {
  readonly name = 'snapshot-storage';
  readonly reactsTo = ['SnapshotCreated', 'SnapshotDeleted'] as const;

  constructor(
    private readonly writePath: WritePath,
    private readonly provider: ComputeProvider,
  ) {}

  /** Throws UnknownVolume, VolumeIsDeleted, InvalidField, InvalidTags. */
  async create(
    wish: SnapshotWish,
    by: Principal,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<SnapshotOutcome> {
    const { snapshotId } = wish;
    const { state } = await this.writePath.load(snapshots, snapshotId);
    // What is on record is not asked again about its volume, which may be gone by now.
    const snapshot = state.made?.created ?? (await this.ofVolume(wish, by));
    const command = { type: 'CreateSnapshot', snapshot } as const;
    const created = await this.writePath.execute(snapshots, snapshotId, command, context, options);
    if (options.dryRun === true) return created;
    return (await nowOrLater(() => this.finish(snapshotId, context), undefined)) ?? created;
  }

  /** Throws UnknownSnapshot, SnapshotInUse, SnapshotIsPending. */
  async delete(
    command: DeleteSnapshot,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<SnapshotOutcome> {
    const { snapshotId } = command;
    const outcome = await this.writePath.execute(snapshots, snapshotId, command, context, options);
    if (outcome.events.length === 0 || options.dryRun === true) return outcome;
    await nowOrLater(() => this.remove(snapshotId, context), undefined);
    return outcome;
  }

  async react(read: ReadEvent<SnapshotEvent>): Promise<void> {
    const { event } = read;
    const context = contextOf(read, new Date());
    if (event.type === 'SnapshotCreated') await this.finish(event.data.snapshotId, context);
    // What was seen to be gone need not be deleted.
    if (event.type === 'SnapshotDeleted' && context.observedAt === undefined)
      await this.remove(event.data.snapshotId, context);
  }

  private async ofVolume(wish: SnapshotWish, by: Principal): Promise<SnapshotCreatedData> {
    const { volumeId } = wish;
    const { state: volume } = await this.writePath.load(volumes, volumeId);
    if (volume.kind === 'unknown') throw new UnknownVolume(volumeId, '/volumeId');
    const { ownerId, region, size, encrypted } = volume.created;
    if (!by.administrator && ownerId !== by.account)
      throw new UnknownVolume(volumeId, '/volumeId').asHidden();
    if (volume.lifecycle === 'deleted') throw new VolumeIsDeleted(volumeId, '/volumeId');
    return { ...wish, ownerId, region, volumeSize: size, encrypted };
  }

  /**
   * Throws ComputeFailure where trying again later helps. What is finished already is answered as it was then: the
   * step has the same id whoever takes it.
   */
  private async finish(snapshotId: string, context: CommandContext): Promise<SnapshotOutcome | undefined> {
    const { state } = await this.writePath.load(snapshots, snapshotId);
    const { volumeId, createdFor } = state.made?.created ?? {};
    // What is made for an image is made together with it.
    if (state.made === undefined || volumeId === undefined || createdFor !== undefined) return undefined;
    const step = stepOf(context, 'finish');
    const command = await this.resultOf(state.made, volumeId, step);
    return this.writePath.execute(snapshots, snapshotId, command, step);
  }

  private async resultOf(
    { created, lifecycle, providerId = '' }: MadeSnapshot,
    volumeId: string,
    { commandId: operationId }: CommandContext,
  ): Promise<FinishSnapshot> {
    const { snapshotId, region, description = '', tags } = created;
    if (lifecycle !== 'pending') return { type: 'CompleteSnapshot', snapshotId, providerId };
    try {
      const wanted = { operationId, region, snapshotId, volumeId, description, tags };
      const { providerIds } = await performOnce(this.provider, operationId, () =>
        this.provider.createSnapshot(wanted),
      );
      return { type: 'CompleteSnapshot', snapshotId, providerId: providerIds[snapshotId] ?? snapshotId };
    } catch (error) {
      if (!isFinal(error)) throw error;
      return { type: 'FailSnapshot', snapshotId, cause: error.told };
    }
  }

  /** What the provider refuses to delete for good stays there: it is deleted all the same. */
  private async remove(snapshotId: string, context: CommandContext): Promise<void> {
    const { state } = await this.writePath.load(snapshots, snapshotId);
    if (state.made?.lifecycle !== 'deleted') return;
    const { commandId: operationId } = stepOf(context, 'delete');
    const { region } = state.made.created;
    try {
      await performOnce(this.provider, operationId, () =>
        this.provider.deleteSnapshot({ operationId, region, snapshotId }),
      );
    } catch (error) {
      if (!isFinal(error)) throw error;
    }
  }
}
