import type { CommandContext, WritePath } from '#event-sourcing';
import type { RootVolumeReplacementRequestedData } from '../instance/events';
import { instances } from '../instance/instance';
import type { Principal } from '../principal';
import type { VolumeChange } from '../volume/commands';
import { UnknownVolume, VolumeInUse, VolumeIsDeleted } from '../volume/errors';
import type { ExistingVolume } from '../volume/state';
import { volumes } from '../volume/volume';
import { stepOf } from './follow-up';

/**
 * Moves the volumes of a replacement that succeeded: the instance has given the device to the new one by then. The old
 * one leaves first, so that no two are ever attached as one device.
 */
export class RootVolumeSwap {
  constructor(private readonly writePath: WritePath) {}

  async carryOut(requested: RootVolumeReplacementRequestedData, context: CommandContext): Promise<void> {
    const by = { account: requested.volume.ownerId, administrator: false };
    await this.takeOff(requested, by, context);
    await this.attach(requested, by, context);
    await this.confirm(requested, by, context);
  }

  private async takeOff(
    { instanceId, device, replacedVolumeId: volumeId, deleteReplacedRootVolume }: Requested,
    by: Principal,
    context: CommandContext,
  ): Promise<void> {
    const step = stepOf(context, 'take off the replaced root volume');
    const volume = await this.volume(volumeId);
    const isAttached = volume?.attachment?.instanceId === instanceId && volume.attachment.device === device;
    const type = deleteReplacedRootVolume ? 'DiscardVolume' : 'DetachVolume';
    if (isAttached) await this.execute({ type, volumeId, by, instanceId }, step);
    // Somebody detached it first. What is attached elsewhere by now has a use.
    else if (deleteReplacedRootVolume) await this.execute({ type: 'DeleteVolume', volumeId, by }, step);
  }

  private async attach(
    { instanceId, device, volume, deleteOnTermination }: Requested,
    by: Principal,
    context: CommandContext,
  ): Promise<void> {
    const { volumeId, zone } = volume;
    const command = { volumeId, by, instanceId, device, zone, deleteOnTermination } as const;
    await this.execute({ type: 'AttachVolume', ...command }, stepOf(context, 'attach the new root volume'));
  }

  /** An instance that was terminated meanwhile gave back its devices without it. */
  private async confirm(
    { instanceId, volume: { volumeId }, deleteOnTermination }: Requested,
    by: Principal,
    context: CommandContext,
  ): Promise<void> {
    const { state } = await this.writePath.load(instances, instanceId);
    if (state.kind === 'unknown' || state.lifecycle !== 'terminated') return;
    const type = deleteOnTermination ? 'DiscardVolume' : 'DetachVolume';
    await this.execute({ type, volumeId, by, instanceId }, stepOf(context, 'give back the new root volume'));
  }

  private async execute(command: VolumeChange, step: CommandContext): Promise<void> {
    try {
      await this.writePath.execute(volumes, command.volumeId, command, step);
    } catch (error) {
      const isSettled =
        error instanceof UnknownVolume || error instanceof VolumeInUse || error instanceof VolumeIsDeleted;
      if (!isSettled) throw error;
    }
  }

  private async volume(volumeId: string): Promise<ExistingVolume | undefined> {
    const { state } = await this.writePath.load(volumes, volumeId);
    return state.kind === 'unknown' ? undefined : state;
  }
}

type Requested = RootVolumeReplacementRequestedData;
