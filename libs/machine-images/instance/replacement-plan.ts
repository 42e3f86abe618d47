import type { Plan } from '#event-sourcing';
import { ratesOf } from '../block-device/block-device-mapping';
import type { InstanceCommand } from './commands';
import type { InstanceEvent, RootVolumeReplacementRequestedData } from './events';
import type { ExistingInstance, InstanceState } from './state';

/** What a replacement comes to: what the instance runs before and after, and which volumes stay. */
export function plan(
  _command: InstanceCommand,
  instance: InstanceState,
  [event]: readonly InstanceEvent[],
): Plan | undefined {
  if (instance.kind === 'unknown' || event?.type !== 'RootVolumeReplacementRequested') return undefined;
  const { deleteReplacedRootVolume, undo } = event.data;
  return {
    ...(undo === undefined ? {} : { undo }),
    before: present(instance, event.data),
    after: future(instance, event.data),
    deleteReplacedRootVolume,
    dataVolumes: dataVolumesOf(instance),
    access: { gain: [], lose: [] },
  };
}

const present = (
  { asked, rootVolumes }: ExistingInstance,
  { replacedVolumeId: volumeId }: RootVolumeReplacementRequestedData,
): object => ({ volumeId, imageId: rootVolumes.get(volumeId)?.imageId ?? null, requested: asked });

function future(
  { asked }: ExistingInstance,
  { origin, requested = asked, volume }: RootVolumeReplacementRequestedData,
): object {
  const { size, volumeType, encrypted, snapshotId } = volume;
  return {
    imageId: origin?.imageId ?? null,
    requested,
    ...{ size, volumeType, ...ratesOf(volume), encrypted, snapshotId: snapshotId ?? null },
  };
}

const dataVolumesOf = ({ devices, launched: { rootDeviceName } }: ExistingInstance): readonly object[] =>
  [...devices]
    .filter(([deviceName]) => deviceName !== rootDeviceName)
    .map(([deviceName, { volumeId }]) => ({ deviceName, volumeId }));
