import type { LaunchVolume } from '../launch/launch-mapping';

/** The volume that an instance is launched with: nothing about it is left open. */
export interface InstanceVolume extends LaunchVolume {
  readonly volumeId: string;
}

/** A device name of an instance, and what stands behind it from the launch on. */
export type InstanceDevice =
  | { readonly deviceName: string; readonly ebs: InstanceVolume }
  | { readonly deviceName: string; readonly virtualName: string };

export const volumesOf = <Volume extends object>(
  devices: readonly (
    { readonly deviceName: string; readonly ebs: Volume } | { readonly virtualName: string }
  )[],
): readonly { readonly deviceName: string; readonly ebs: Volume }[] =>
  devices.flatMap((device) => ('ebs' in device ? [device] : []));
