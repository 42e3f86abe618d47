import type { WritePath } from '#event-sourcing';
import { AttachmentDisagrees } from '../adoption/errors';
import { instances } from '../instance/instance';
import type { InstanceState } from '../instance/state';
import type { VolumeState } from '../volume/state';
import { volumes } from '../volume/volume';

/**
 * Volumes and instances are described apart, and each says what it has of the other. Answers what is on record of the
 * other otherwise; what the ledger does not know says nothing.
 */
export async function disagreementsOfVolume(
  writePath: WritePath,
  volume: VolumeState,
): Promise<readonly AttachmentDisagrees[]> {
  if (volume.kind === 'unknown' || volume.attachment === undefined) return [];
  const { attachment, created } = volume;
  const { state } = await writePath.load(instances, attachment.instanceId);
  if (state.kind === 'unknown') return [];
  const { instanceId, device } = attachment;
  if (state.lifecycle === 'terminated')
    return [new AttachmentDisagrees(created.volumeId, instanceId, device, 'the instance is terminated')];
  const held = state.devices.get(device)?.volumeId;
  if (held === created.volumeId) return [];
  const otherwise = `the instance has ${held ?? 'nothing'} there`;
  return [new AttachmentDisagrees(created.volumeId, instanceId, device, otherwise)];
}

export async function disagreementsOfInstance(
  writePath: WritePath,
  instance: InstanceState,
): Promise<readonly AttachmentDisagrees[]> {
  if (instance.kind === 'unknown' || instance.lifecycle === 'terminated') return [];
  const { instanceId } = instance.launched;
  const found: AttachmentDisagrees[] = [];
  for (const [device, { volumeId }] of instance.devices) {
    const { state } = await writePath.load(volumes, volumeId);
    const otherwise = otherwiseThan(state, instanceId, device);
    if (otherwise !== undefined) found.push(new AttachmentDisagrees(volumeId, instanceId, device, otherwise));
  }
  return found;
}

/** Where the volume is, if not there. */
function otherwiseThan(volume: VolumeState, instanceId: string, device: string): string | undefined {
  if (volume.kind === 'unknown') return undefined;
  const { attachment } = volume;
  if (attachment === undefined) return 'the volume is attached to nothing';
  return attachment.instanceId === instanceId && attachment.device === device
    ? undefined
    : `the volume is at ${attachment.instanceId} as ${attachment.device}`;
}
