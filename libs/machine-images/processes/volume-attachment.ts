import {
  contextOf,
  DomainError,
  PreconditionFailed,
  type CommandContext,
  type Outcome,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { isFinal, isRetryable, performOnce, type ComputeProvider } from '../compute-provider';
import { mayTouch } from '../instance/decide';
import { DeviceInUse, IncorrectInstanceState, UnknownInstance } from '../instance/errors';
import type { DeviceReservation, InstanceEvent } from '../instance/events';
import { instances } from '../instance/instance';
import { inProgress } from '../instance/replace-root-volume';
import type { ExistingInstance } from '../instance/state';
import type { Principal } from '../principal';
import type { AttachVolume } from '../volume/commands';
import type { VolumeEvent } from '../volume/events';
import type { VolumeState } from '../volume/state';
import { volumes } from '../volume/volume';
import { stepOf } from './follow-up';

type VolumeOutcome = Outcome<VolumeState, VolumeEvent>;

export interface Attachment {
  readonly volumeId: string;
  readonly instanceId: string;
  readonly device: string;
}

/**
 * Attaches volumes and detaches them. The device is reserved at the instance first and given back last, so that it
 * never holds two volumes; the volume decides who gets it. Whoever attached it looks at the instance once more: a
 * reservation that was ended meanwhile, or an instance that was terminated, undoes it.
 */
export class VolumeAttachmentProcess implements ProcessManager<InstanceEvent | VolumeEvent> {
  readonly name = 'volume-attachment';
  readonly reactsTo = ['DeviceReserved', 'VolumeDetached'] as const;

  constructor(
    private readonly writePath: WritePath,
    private readonly provider: ComputeProvider,
  ) {}

  /** Throws UnknownInstance, IncorrectInstanceState, DeviceInUse, and what the volume refuses. */
  async attach(
    attachment: Attachment,
    by: Principal,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<VolumeOutcome> {
    const { volumeId, instanceId } = attachment;
    const instance = await this.instanceOf(instanceId, by);
    const command = attachCommand(attachment, instance, by);
    // Asked before anything is taken for it. A repetition is recognised here.
    const asked = await this.writePath.execute(volumes, volumeId, command, context, {
      ...options,
      dryRun: true,
    });
    if (asked.events.length === 0) return asked;
    const reservation = { ...attachment, attachmentId: context.commandId };
    const reserve = { type: 'ReserveDevice', instanceId, by, reservation } as const;
    const { dryRun = false } = options;
    await this.writePath.execute(instances, instanceId, reserve, stepOf(context, 'reserve'), { dryRun });
    return dryRun ? asked : this.carryOut(reservation, by, context, options);
  }

  /** Throws UnknownInstance, UnknownVolume; IncorrectInstanceState for the root volume of what runs or gets another. */
  async detach(
    { volumeId, instanceId }: Omit<Attachment, 'device'>,
    by: Principal,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<VolumeOutcome> {
    const instance = await this.instanceOf(instanceId, by);
    refuseNeeded(volumeId, instance);
    const command = { type: 'DetachVolume', volumeId, by, instanceId } as const;
    const outcome = await this.writePath.execute(volumes, volumeId, command, context, options);
    const [detached] = outcome.events;
    if (options.dryRun === true || detached?.type !== 'VolumeDetached') return outcome;
    await this.release(detached.data, outcome.recordedAt ?? context.at, context);
    await this.atProvider('detachVolume', detached.data, instance.launched.region, context).catch(
      unlessLater,
    );
    return outcome;
  }

  async react(read: ReadEvent<InstanceEvent | VolumeEvent>): Promise<void> {
    const { event, recorded } = read;
    const context = contextOf(read, new Date());
    // What was seen of a volume, or of an instance, says nothing about the other.
    if (context.observedAt !== undefined) return;
    if (event.type === 'DeviceReserved') await this.finish(event.data, context);
    if (event.type !== 'VolumeDetached') return;
    await this.release(event.data, recorded.recordedAt, context);
    const { state } = await this.writePath.load(instances, event.data.instanceId);
    if (state.kind === 'unknown' || (await this.isAttached(event.data))) return;
    await this.atProvider('detachVolume', event.data, state.launched.region, context).catch(unlessFinal);
  }

  /** The request that reserved the device died: nobody else knows what it was for. */
  private async finish(reservation: DeviceReservation, reserved: CommandContext): Promise<void> {
    const { instanceId, device, attachmentId } = reservation;
    const { state } = await this.writePath.load(instances, instanceId);
    if (state.kind === 'unknown' || state.devices.get(device)?.attachmentId !== attachmentId) return;
    const by = { account: state.launched.ownerId, administrator: false };
    try {
      await this.carryOut(reservation, by, { ...reserved, commandId: attachmentId }, {}, unlessFinal);
    } catch (error) {
      // The volume has refused, and the device is given back.
      if (!(error instanceof DomainError)) throw error;
    }
  }

  private async carryOut(
    reservation: DeviceReservation,
    by: Principal,
    context: CommandContext,
    options: WriteOptions,
    onFailure = unlessLater,
  ): Promise<VolumeOutcome> {
    const { instanceId, volumeId } = reservation;
    const instance = await this.instanceOf(instanceId, by);
    const attach = attachCommand(reservation, instance, by);
    try {
      const outcome = await this.writePath.execute(volumes, volumeId, attach, context, options);
      await this.confirm(reservation, by, context);
      await this.atProvider('attachVolume', reservation, instance.launched.region, context).catch(onFailure);
      return outcome;
    } catch (error) {
      if (error instanceof DomainError) {
        const step = stepOf(context, 'give back');
        await this.writePath.execute(instances, instanceId, { type: 'ReleaseDevice', reservation }, step);
      }
      throw error;
    }
  }

  /** The reservation came first: where it is gone by now, or the instance is, the volume is attached to nothing. */
  private async confirm(
    { instanceId, device, volumeId }: DeviceReservation,
    by: Principal,
    context: CommandContext,
  ): Promise<void> {
    const { state: volume, revision } = await this.writePath.load(volumes, volumeId);
    const instance = await this.instanceOf(instanceId, by);
    const isHeld = instance.devices.get(device)?.volumeId === volumeId;
    if (!isAttachedTo(volume, instanceId, device) || (isHeld && instance.lifecycle !== 'terminated')) return;
    const detach = { type: 'DetachVolume', volumeId, by, instanceId } as const;
    try {
      await this.writePath.execute(volumes, volumeId, detach, stepOf(context, 'undo'), { ifMatch: revision });
    } catch (error) {
      // Somebody detached it first.
      if (!(error instanceof PreconditionFailed)) throw error;
    }
    if (!isHeld) throw new DeviceInUse(device, volumeId);
    throw new IncorrectInstanceState(instanceId, instance.lifecycle, 'take a volume', '/instanceId');
  }

  /** Ends the reservation that the volume had until `detachedAt`. A later one is another attempt's. */
  private async release(
    { instanceId, device, volumeId }: Attachment,
    detachedAt: Date,
    context: CommandContext,
  ): Promise<void> {
    const { state } = await this.writePath.load(instances, instanceId);
    const holder = state.kind === 'unknown' ? undefined : state.devices.get(device);
    if (holder?.volumeId !== volumeId || holder.since > detachedAt) return;
    const reservation = { instanceId, device, volumeId, attachmentId: holder.attachmentId };
    const step = stepOf(context, `release ${device}`);
    await this.writePath.execute(instances, instanceId, { type: 'ReleaseDevice', reservation }, step);
  }

  private async instanceOf(instanceId: string, by: Principal): Promise<ExistingInstance> {
    const { state } = await this.writePath.load(instances, instanceId);
    if (state.kind === 'unknown') throw new UnknownInstance(instanceId, '/instanceId');
    if (!mayTouch(state, by)) throw new UnknownInstance(instanceId, '/instanceId').asHidden();
    return state;
  }

  private async isAttached({ volumeId, instanceId, device }: Attachment): Promise<boolean> {
    return isAttachedTo((await this.writePath.load(volumes, volumeId)).state, instanceId, device);
  }

  private async atProvider(
    call: 'attachVolume' | 'detachVolume',
    { volumeId, instanceId, device }: Attachment,
    region: string,
    context: CommandContext,
  ): Promise<void> {
    const operationId = stepOf(context, `${call} at the provider`).commandId;
    await performOnce(this.provider, operationId, () =>
      this.provider[call]({ operationId, region, volumeId, instanceId, device }),
    );
  }
}

/** What runs, or is about to get another, keeps its root volume. */
function refuseNeeded(volumeId: string, instance: ExistingInstance): void {
  const { launched, lifecycle, devices } = instance;
  const isNeeded = lifecycle === 'running' || inProgress(instance) !== undefined;
  if (isNeeded && devices.get(launched.rootDeviceName)?.volumeId === volumeId)
    throw new IncorrectInstanceState(launched.instanceId, lifecycle, 'lose its root volume');
}

const attachCommand = (
  { volumeId, instanceId, device }: Attachment,
  { launched: { zone } }: ExistingInstance,
  by: Principal,
): AttachVolume => ({
  type: 'AttachVolume',
  ...{ volumeId, instanceId, device, zone, by },
  deleteOnTermination: false,
});

const isAttachedTo = (volume: VolumeState, instanceId: string, device: string): boolean =>
  volume.kind === 'existing' &&
  volume.attachment?.instanceId === instanceId &&
  volume.attachment.device === device;

/** What is on record stands; the process manager asks the provider again. */
const unlessLater = (error: unknown): void => {
  if (!isRetryable(error) && !isFinal(error)) throw error;
};

const unlessFinal = (error: unknown): void => {
  if (!isFinal(error)) throw error;
};
