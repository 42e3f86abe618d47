import { setTimeout } from 'node:timers/promises';
import type {
  AttachmentOperation,
  ComputeFailure,
  ComputeOperation,
  ComputeProvider,
  ImageToCopy,
  ImageToCreate,
  InstanceOperation,
  InstancesToLaunch,
  RootVolumeToReplace,
  SnapshotOperation,
  SnapshotToCreate,
  VolumeOperation,
  VolumeToCreate,
} from '#machine-images';

export type ComputeCall = Exclude<keyof ComputeProvider, 'name' | 'findOperation'>;

interface PlannedFailure {
  readonly failure: ComputeFailure;
  /** Only the answer is lost. */
  readonly done: boolean;
}

export interface SimulatedComputeOptions {
  /** How long every call takes, in milliseconds. */
  readonly takes?: number;
}

/** What one process remembers; the oldest is forgotten first, and doing it again would say the same. */
const MOST_REMEMBERED = 10_000;

/**
 * Says that everything was done and does nothing. What it makes has the ids that the ledger asked for, so a repeated
 * call answers the same in every process and after every restart, and there is nothing to keep.
 */
export class SimulatedComputeProvider implements ComputeProvider {
  readonly name = 'simulated';
  private readonly operations = new Map<string, ComputeOperation & { readonly call: ComputeCall }>();
  private readonly failures = new Map<ComputeCall, PlannedFailure[]>();
  private readonly takes: number;

  constructor({ takes = 0 }: SimulatedComputeOptions = {}) {
    this.takes = takes;
  }

  /**
   * The next call of this kind fails; said again, the one after it does too. `done`: it has its effect all the same.
   */
  failNext(call: ComputeCall, failure: ComputeFailure, { done = false } = {}): void {
    this.failures.set(call, [...(this.failures.get(call) ?? []), { failure, done }]);
  }

  /** What had an effect, in the order in which it happened. */
  get performed(): readonly ComputeCall[] {
    return [...this.operations.values()].map(({ call }) => call);
  }

  createSnapshot({ operationId, snapshotId }: SnapshotToCreate): Promise<ComputeOperation> {
    return this.perform('createSnapshot', operationId, [snapshotId]);
  }
  deleteSnapshot({ operationId }: SnapshotOperation): Promise<ComputeOperation> {
    return this.perform('deleteSnapshot', operationId);
  }
  createVolume({ operationId, volumeId }: VolumeToCreate): Promise<ComputeOperation> {
    return this.perform('createVolume', operationId, [volumeId]);
  }
  deleteVolume({ operationId }: VolumeOperation): Promise<ComputeOperation> {
    return this.perform('deleteVolume', operationId);
  }
  attachVolume({ operationId }: AttachmentOperation): Promise<ComputeOperation> {
    return this.perform('attachVolume', operationId);
  }
  detachVolume({ operationId }: AttachmentOperation): Promise<ComputeOperation> {
    return this.perform('detachVolume', operationId);
  }
  createImage({ operationId, imageId, snapshots }: ImageToCreate): Promise<ComputeOperation> {
    return this.perform('createImage', operationId, [imageId, ...snapshotIdsOf(snapshots)]);
  }
  copyImage({ operationId, imageId, snapshots }: ImageToCopy): Promise<ComputeOperation> {
    return this.perform('copyImage', operationId, [imageId, ...snapshotIdsOf(snapshots)]);
  }
  launchInstances({ operationId, instances }: InstancesToLaunch): Promise<ComputeOperation> {
    const made = instances.flatMap(({ instanceId, volumes }) => [
      instanceId,
      ...volumes.map(({ volumeId }) => volumeId),
    ]);
    return this.perform('launchInstances', operationId, made);
  }
  startInstance({ operationId }: InstanceOperation): Promise<ComputeOperation> {
    return this.perform('startInstance', operationId);
  }
  stopInstance({ operationId }: InstanceOperation): Promise<ComputeOperation> {
    return this.perform('stopInstance', operationId);
  }
  rebootInstance({ operationId }: InstanceOperation): Promise<ComputeOperation> {
    return this.perform('rebootInstance', operationId);
  }
  terminateInstance({ operationId }: InstanceOperation): Promise<ComputeOperation> {
    return this.perform('terminateInstance', operationId);
  }
  replaceRootVolume({ operationId, volumeId }: RootVolumeToReplace): Promise<ComputeOperation> {
    return this.perform('replaceRootVolume', operationId, [volumeId]);
  }

  findOperation(operationId: string): Promise<ComputeOperation | undefined> {
    const known = this.operations.get(operationId);
    return Promise.resolve(known && { operationId, providerIds: known.providerIds });
  }

  private async perform(
    call: ComputeCall,
    operationId: string,
    made: readonly string[] = [],
  ): Promise<ComputeOperation> {
    if (this.takes > 0) await setTimeout(this.takes);
    const planned = this.failures.get(call)?.shift();
    if (planned?.done === false) throw planned.failure;
    this.remember(call, operationId, made);
    if (planned !== undefined) throw planned.failure;
    return { operationId, providerIds: idsOf(made) };
  }

  private remember(call: ComputeCall, operationId: string, made: readonly string[]): void {
    this.operations.set(operationId, { call, operationId, providerIds: idsOf(made) });
    const [oldest] = this.operations.keys();
    if (this.operations.size > MOST_REMEMBERED && oldest !== undefined) this.operations.delete(oldest);
  }
}

const snapshotIdsOf = (snapshots: readonly { readonly snapshotId: string }[]): readonly string[] =>
  snapshots.map(({ snapshotId }) => snapshotId);

const idsOf = (made: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(made.map((id) => [id, id]));
