import type { Plan } from '#event-sourcing';
import type { InstanceCommand } from './commands';
import type { InstanceEvent, RootVolumeReplacementRequestedData } from './events';
import type { ExistingInstance, InstanceState } from './state';

/** What a replacement comes to: what the instance runs before and after, and which volumes stay. */
export function plan(
  command: InstanceCommand,
  instance: InstanceState,
  [event]: readonly InstanceEvent[],
): Plan | undefined {
  if (command.type !== 'ReplaceRootVolume' || instance.kind === 'unknown') return undefined;
  if (event?.type !== 'RootVolumeReplacementRequested') return undefined;
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
  const { size, volumeType, iops, throughput, encrypted, snapshotId } = volume;
  const rates = {
    ...(iops === undefined ? {} : { iops }),
    ...(throughput === undefined ? {} : { throughput }),
  };
  return {
    imageId: origin?.imageId ?? null,
    requested,
    ...{ size, volumeType, ...rates, encrypted, snapshotId: snapshotId ?? null },
  };
}

const dataVolumesOf = ({ devices, launched: { rootDeviceName } }: ExistingInstance): readonly object[] =>
  [...devices]
    .filter(([deviceName]) => deviceName !== rootDeviceName)
    .map(([deviceName, { volumeId }]) => ({ deviceName, volumeId }));
