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
import type { DeleteVolume } from '../volume/commands';
import type { VolumeCreatedData, VolumeEvent } from '../volume/events';
import type { VolumeState } from '../volume/state';
import { volumes } from '../volume/volume';
import { stepOf } from './follow-up';
import { volumeOf, type VolumeWish } from './volume-wish';

type VolumeOutcome = Outcome<VolumeState, VolumeEvent>;

/**
 * Makes and deletes volumes at the provider, once they are on record; a volume that the provider cannot make is deleted
 * again, with the cause. The request does it itself where the provider is quick, the process manager otherwise.
 */
export class VolumeStorageProcess implements ProcessManager<VolumeEvent> {
  readonly name = 'volume-storage';
  readonly reactsTo = ['VolumeCreated', 'VolumeDeleted'] as const;

  constructor(
    private readonly writePath: WritePath,
    private readonly provider: ComputeProvider,
  ) {}

  /** Throws what `checkVolume` throws, and for a snapshot that it cannot be made from what `volumeOf` throws. */
  async create(
    wish: VolumeWish,
    by: Principal,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<VolumeOutcome> {
    const { volumeId } = wish;
    const { state } = await this.writePath.load(volumes, volumeId);
    // What is on record is not asked again about its snapshot, which may be gone by now.
    const volume = state.kind === 'existing' ? state.created : await volumeOf(this.writePath, wish, by);
    const command = { type: 'CreateVolume', volume } as const;
    const created = await this.writePath.execute(volumes, volumeId, command, context, options);
    if (options.dryRun === true) return created;
    return (await nowOrLater(() => this.make(volumeId, context), undefined)) ?? created;
  }

  /** Throws UnknownVolume, VolumeInUse. */
  async delete(
    command: DeleteVolume,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<VolumeOutcome> {
    const { volumeId } = command;
    const outcome = await this.writePath.execute(volumes, volumeId, command, context, options);
    if (outcome.events.length === 0 || options.dryRun === true) return outcome;
    await nowOrLater(() => this.remove(volumeId, context), undefined);
    return outcome;
  }

  async react(read: ReadEvent<VolumeEvent>): Promise<void> {
    const { event } = read;
    const context = contextOf(read, new Date());
    if (event.type === 'VolumeCreated') await this.make(event.data.volumeId, context);
    // What was seen to be gone need not be deleted.
    if (event.type === 'VolumeDeleted' && context.observedAt === undefined)
      await this.remove(event.data.volumeId, context);
  }

  /** Answers how the volume ended when the provider cannot make it. */
  private async make(volumeId: string, context: CommandContext): Promise<VolumeOutcome | undefined> {
    const { state } = await this.writePath.load(volumes, volumeId);
    // A launch makes its volumes itself.
    if (state.kind === 'unknown' || state.created.createdFor !== undefined) return undefined;
    if (state.lifecycle === 'deleted' && state.cause === undefined) return undefined;
    const step = stepOf(context, 'make');
    const cause = state.cause ?? (await this.refusalOf(state.created, step));
    if (cause === undefined) {
      // Deleted while it was being made: the provider may have been asked to delete it before it was there.
      await this.remove(volumeId, step);
      return undefined;
    }
    return this.writePath.execute(volumes, volumeId, { type: 'AbandonVolume', volumeId, cause }, step);
  }

  private async refusalOf(
    created: VolumeCreatedData,
    { commandId: operationId }: CommandContext,
  ): Promise<string | undefined> {
    try {
      await performOnce(this.provider, operationId, () =>
        this.provider.createVolume({ ...atProvider(created), operationId }),
      );
      return undefined;
    } catch (error) {
      if (!isFinal(error)) throw error;
      return error.told;
    }
  }

  /** What the provider refuses to delete for good stays there: it is deleted all the same. */
  private async remove(volumeId: string, context: CommandContext): Promise<void> {
    const { state } = await this.writePath.load(volumes, volumeId);
    if (state.kind === 'unknown' || state.lifecycle !== 'deleted' || state.cause !== undefined) return;
    const { commandId: operationId } = stepOf(context, 'delete');
    const { region } = state.created;
    try {
      await performOnce(this.provider, operationId, () =>
        this.provider.deleteVolume({ operationId, region, volumeId }),
      );
    } catch (error) {
      if (!isFinal(error)) throw error;
    }
  }
}

const atProvider = ({ ownerId: _owner, createdFor: _for, ...volume }: VolumeCreatedData) => volume;
