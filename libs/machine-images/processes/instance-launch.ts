import {
  contextOf,
  type CommandContext,
  type Outcome,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { snapshotsOf, type BlockDeviceMapping } from '../block-device/block-device-mapping';
import { isFinal, nowOrLater, performOnce, type ComputeProvider } from '../compute-provider';
import { isDeprecatedAt } from '../image/deprecation';
import { images } from '../image/image';
import { standingOf } from '../image/standing';
import type { InstanceEvent, InstanceLaunchedData } from '../instance/events';
import { instances } from '../instance/instance';
import { volumesOf } from '../instance/instance-device';
import type { InstanceState } from '../instance/state';
import type { LaunchEvent, LaunchRequestedData } from '../launch/events';
import { launches, type CompleteLaunch, type LaunchState } from '../launch/launch';
import type { KnownSnapshot } from '../launch/launch-mapping';
import { launchedInstances } from '../launch/launched-instance';
import type { LaunchSource, ResolvedSource } from '../launch/launch-source';
import type { LaunchWish } from '../launch/request-launch';
import { settings } from '../settings/settings';
import { snapshots } from '../snapshot/snapshot';
import { volumes } from '../volume/volume';
import type { FamiliesOfImage } from './family-revocation';
import { stepOf } from './follow-up';
import { inGroups } from './in-groups';
import { replacementFor } from './replacement-image';
import { resolveFamily } from './resolve-family';

export type WishedLaunch = Omit<
  LaunchWish,
  | 'by'
  | 'imageId'
  | 'requested'
  | 'image'
  | 'imageRevision'
  | 'snapshots'
  | 'allowedImages'
  | 'replacement'
  | 'at'
> & {
  readonly account: string;
  readonly source: LaunchSource;
};

export interface Launched {
  readonly outcome: Outcome<LaunchState, LaunchEvent>;
  /** What it gave. Empty while the provider cannot be reached: the process manager goes on. */
  readonly instances: readonly Outcome<InstanceState, InstanceEvent>[];
}

/** The event store takes them together; more at once would only wait. */
const AT_ONCE = 20;

/**
 * Launches instances: one append decides all of them, on the image as it is at that moment. What follows is safe to
 * repeat: an instance is recorded once its volumes are there, so that nobody meets one that is half made.
 */
export class InstanceLaunchProcess implements ProcessManager<LaunchEvent> {
  readonly name = 'instance-launch';
  readonly reactsTo = ['LaunchRequested'] as const;

  constructor(
    private readonly writePath: WritePath,
    private readonly provider: ComputeProvider,
    private readonly familiesOfImage: FamiliesOfImage,
  ) {}

  /** Throws what `resolveSource` and `requestLaunch` throw. */
  async launch(wished: WishedLaunch, context: CommandContext, options: WriteOptions): Promise<Launched> {
    const command = { type: 'RequestLaunch', wish: await this.looked(wished, context.at) } as const;
    const outcome = await this.writePath.execute(launches, wished.launchId, command, context, options);
    const { state } = outcome;
    if (options.dryRun === true || state.kind === 'unknown') return { outcome, instances: [] };
    return nowOrLater(() => this.finish(state.requested, context), { outcome, instances: [] });
  }

  async react(read: ReadEvent<LaunchEvent>): Promise<void> {
    if (read.event.type === 'LaunchRequested')
      await this.finish(read.event.data, contextOf(read, new Date()));
  }

  /**
   * With everything that the decision needs to know, read now, and not before: a launch that is asked for after a
   * revocation was acknowledged does not pass, and neither does one after the account was told to have left its
   * organization. Whatever the account set before it asked counts.
   */
  private async looked({ account, source, ...wished }: WishedLaunch, at: Date): Promise<LaunchWish> {
    const { look } = this.writePath;
    const { launchId, region } = wished;
    const { imageId, requested } = await this.resolved(source, account, launchId, at);
    const { state: image, revision: imageRevision } = await this.writePath.load(images, imageId);
    const by = await standingOf(account, image, at, look);
    const mapped = image.kind === 'unknown' ? [] : image.created.blockDeviceMappings;
    const snapshots = await this.knownSnapshots([...mapped, ...wished.blockDeviceMappings]);
    const { allowedImages } = await look(settings, { account, region });
    const wish = { ...wished, imageId, requested, by, image, imageRevision, snapshots, allowedImages, at };
    if (image.kind === 'unknown' || !isDeprecatedAt(image, at)) return wish;
    const launching = { image, requested, account, at };
    const replacement = await replacementFor(look, this.familiesOfImage, launching);
    return replacement === undefined ? wish : { ...wish, replacement };
  }

  /** What is on record is not resolved again: its channel may point elsewhere by now. */
  private async resolved(
    source: LaunchSource,
    account: string,
    launchId: string,
    at: Date,
  ): Promise<ResolvedSource> {
    if (source.kind === 'image') return { imageId: source.imageId, requested: { imageId: source.imageId } };
    const launch = await this.writePath.look(launches, launchId);
    if (launch.kind !== 'unknown') return launch.requested;
    return resolveFamily(this.writePath.look, source, account, at);
  }

  private async finish(requested: LaunchRequestedData, context: CommandContext): Promise<Launched> {
    const { launchId } = requested;
    const { state } = await this.writePath.load(launches, launchId);
    const isDone = state.kind === 'completed';
    const completion: CompleteLaunch = isDone
      ? { type: 'CompleteLaunch', launchId, instanceIds: state.instanceIds }
      : await this.launchAtProvider(requested, context);
    const given = launchedInstances(requested).filter(({ instanceId }) =>
      completion.instanceIds.includes(instanceId),
    );
    const made = await inGroups(given, AT_ONCE, async (instance) => {
      if (!isDone) await this.makeVolumes(instance, context);
      return this.record(instance, context);
    });
    const step = stepOf(context, 'complete');
    const outcome = await this.writePath.execute(launches, launchId, completion, step);
    return { outcome, instances: made };
  }

  /** What the provider gave. What it will never give is no reason to ask again. */
  private async launchAtProvider(
    requested: LaunchRequestedData,
    context: CommandContext,
  ): Promise<CompleteLaunch> {
    const { launchId, minCount, maxCount } = requested;
    const type = 'CompleteLaunch';
    const operationId = stepOf(context, 'launch at the provider').commandId;
    const planned = launchedInstances(requested).map(toLaunch);
    try {
      const { providerIds } = await performOnce(this.provider, operationId, () =>
        this.provider.launchInstances({ ...requested, operationId, instances: planned }),
      );
      const given = planned.map(({ instanceId }) => instanceId).filter((id) => id in providerIds);
      if (given.length === maxCount) return { type, launchId, instanceIds: given };
      const cause = `the provider had room for ${given.length}`;
      return { type, launchId, instanceIds: given.length < minCount ? [] : given, cause };
    } catch (error) {
      if (!isFinal(error)) throw error;
      return { type, launchId, instanceIds: [], cause: error.told };
    }
  }

  private async makeVolumes(instance: InstanceLaunchedData, context: CommandContext): Promise<void> {
    const { instanceId, ownerId, region, zone, tags } = instance;
    for (const { deviceName, ebs } of volumesOf(instance.blockDeviceMappings)) {
      const { deleteOnTermination, volumeSize: size, kmsKeyId: _key, ...rest } = ebs;
      const createdFor = { instanceId, device: deviceName };
      const volume = { ...rest, size, ownerId, region, zone, tags, createdFor };
      const command = { type: 'CreateVolume', volume, deleteOnTermination } as const;
      await this.writePath.execute(volumes, ebs.volumeId, command, stepOf(context, 'create its volumes'));
    }
  }

  private record(
    launched: InstanceLaunchedData,
    context: CommandContext,
  ): Promise<Outcome<InstanceState, InstanceEvent>> {
    const command = { type: 'RecordLaunch', launched } as const;
    return this.writePath.execute(instances, launched.instanceId, command, stepOf(context, 'launch'));
  }

  private async knownSnapshots(
    mappings: readonly BlockDeviceMapping[],
  ): Promise<ReadonlyMap<string, KnownSnapshot>> {
    const known = new Map<string, KnownSnapshot>();
    for (const snapshotId of snapshotsOf(mappings)) {
      const { state } = await this.writePath.load(snapshots, snapshotId);
      if (state.made !== undefined) known.set(snapshotId, state.made.created);
    }
    return known;
  }
}

const toLaunch = ({ instanceId, blockDeviceMappings }: InstanceLaunchedData) => ({
  instanceId,
  volumes: volumesOf(blockDeviceMappings).map(({ deviceName, ebs: { volumeId, deleteOnTermination } }) => ({
    volumeId,
    device: deviceName,
    deleteOnTermination,
  })),
});
