import type { BlockDeviceMapping, VolumeType } from './block-device/block-device-mapping';
import type { Tags } from './tags';

/**
 * An operation is named by the ledger: calling again under the same id has no second effect. Resources are named by
 * the ledger's ids; a provider that gives ids of its own keeps the ledger's as a tag and finds them by it.
 */
interface Operation {
  readonly operationId: string;
  readonly region: string;
}

/** What an operation brought about, once it is over. */
export interface ComputeOperation {
  readonly operationId: string;
  /** What the provider calls the resources it made, by the ledger's ids. A launch may have made fewer than was asked. */
  readonly providerIds: Readonly<Record<string, string>>;
}

export interface SnapshotToCreate extends Operation {
  readonly snapshotId: string;
  readonly volumeId: string;
  readonly description: string;
  readonly tags: Tags;
}

export interface VolumeToCreate extends Operation {
  readonly volumeId: string;
  readonly zone: string;
  /** GiB. */
  readonly size: number;
  readonly volumeType: VolumeType;
  readonly iops?: number;
  /** MiB/s. */
  readonly throughput?: number;
  readonly encrypted: boolean;
  readonly snapshotId?: string;
  readonly tags: Tags;
}

export interface SnapshotOperation extends Operation {
  readonly snapshotId: string;
}

export interface VolumeOperation extends Operation {
  readonly volumeId: string;
}

export interface AttachmentOperation extends VolumeOperation {
  readonly instanceId: string;
  readonly device: string;
}

export interface InstanceOperation extends Operation {
  readonly instanceId: string;
}

interface ImageOperation extends Operation {
  readonly imageId: string;
  readonly name: string;
  readonly description: string;
  readonly blockDeviceMappings: readonly BlockDeviceMapping[];
  readonly tags: Tags;
}

/** EC2: CreateImage. */
export interface ImageToCreate extends ImageOperation {
  readonly instanceId: string;
  /** Whether an instance that runs is left alone. */
  readonly noReboot: boolean;
  readonly snapshots: readonly { readonly snapshotId: string; readonly volumeId: string }[];
}

/** EC2: CopyImage, asked for in the region that the copy is made in. */
export interface ImageToCopy extends ImageOperation {
  readonly sourceImageId: string;
  readonly sourceRegion: string;
  readonly snapshots: readonly { readonly snapshotId: string; readonly sourceSnapshotId: string }[];
}

/** A volume that comes with an instance: what the launch makes of it, nobody else has to. */
export interface VolumeToLaunch {
  readonly volumeId: string;
  readonly device: string;
  readonly deleteOnTermination: boolean;
}

export interface InstanceToLaunch {
  readonly instanceId: string;
  readonly volumes: readonly VolumeToLaunch[];
}

export interface InstancesToLaunch extends Operation {
  readonly zone: string;
  readonly imageId: string;
  readonly instanceType: string;
  /** At least so many of the instances, or none. */
  readonly minCount: number;
  readonly instances: readonly InstanceToLaunch[];
  readonly tags: Tags;
}

export interface RootVolumeToReplace extends InstanceOperation {
  /** The new root volume; what it is made from is one of the two. */
  readonly volumeId: string;
  readonly device: string;
  readonly imageId?: string;
  readonly snapshotId?: string;
  readonly deleteReplaced: boolean;
}

/**
 * The outside world, where snapshots, volumes and instances really are. A call answers when the work is done; one that
 * takes longer than a request may wait fails with a retryable failure, and is asked for again. Deleting what is gone,
 * and stopping what has stopped, is done. Every call may throw ComputeFailure.
 */
export interface ComputeProvider {
  readonly name: string;
  createSnapshot(wanted: SnapshotToCreate): Promise<ComputeOperation>;
  deleteSnapshot(wanted: SnapshotOperation): Promise<ComputeOperation>;
  createVolume(wanted: VolumeToCreate): Promise<ComputeOperation>;
  deleteVolume(wanted: VolumeOperation): Promise<ComputeOperation>;
  attachVolume(wanted: AttachmentOperation): Promise<ComputeOperation>;
  detachVolume(wanted: AttachmentOperation): Promise<ComputeOperation>;
  /** Makes the image and its snapshots; the answer names those that it made. */
  createImage(wanted: ImageToCreate): Promise<ComputeOperation>;
  copyImage(wanted: ImageToCopy): Promise<ComputeOperation>;
  launchInstances(wanted: InstancesToLaunch): Promise<ComputeOperation>;
  startInstance(wanted: InstanceOperation): Promise<ComputeOperation>;
  stopInstance(wanted: InstanceOperation): Promise<ComputeOperation>;
  rebootInstance(wanted: InstanceOperation): Promise<ComputeOperation>;
  terminateInstance(wanted: InstanceOperation): Promise<ComputeOperation>;
  replaceRootVolume(wanted: RootVolumeToReplace): Promise<ComputeOperation>;
  /** Asked before a call is repeated: what it brought about, if an earlier attempt went through. */
  findOperation(operationId: string): Promise<ComputeOperation | undefined>;
}

/** The provider did not do it. `code` is the provider's own; trying again later helps exactly when `isRetryable`. */
export class ComputeFailure extends Error {
  override readonly name = 'ComputeFailure';
  constructor(
    readonly code: string,
    message: string,
    readonly isRetryable: boolean,
  ) {
    super(message);
  }

  /** As events tell it. */
  get told(): string {
    return `${this.code}: ${this.message}`;
  }
}

/** The provider may do it later: the process manager will ask again. */
export const isRetryable = (error: unknown): error is ComputeFailure =>
  error instanceof ComputeFailure && error.isRetryable;

/** The provider will never do it. */
export const isFinal = (error: unknown): error is ComputeFailure =>
  error instanceof ComputeFailure && !error.isRetryable;

/** Does it at once where the provider does; what it may do later is left to the process manager. */
export async function nowOrLater<Now, Later>(work: () => Promise<Now>, later: Later): Promise<Now | Later> {
  try {
    return await work();
  } catch (error) {
    if (isRetryable(error)) return later;
    throw error;
  }
}

/** Carries out an operation that an earlier attempt, which nobody heard of again, may have carried out. */
export async function performOnce(
  provider: ComputeProvider,
  operationId: string,
  call: () => Promise<ComputeOperation>,
): Promise<ComputeOperation> {
  return (await provider.findOperation(operationId)) ?? call();
}
