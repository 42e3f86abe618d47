/** The volume behind a device: as EC2's EbsBlockDevice, in camelCase. */
export interface EbsBlockDevice {
  readonly snapshotId?: string;
  /** GiB. */
  readonly volumeSize?: number;
  readonly volumeType?: VolumeType;
  readonly iops?: number;
  /** MiB/s. */
  readonly throughput?: number;
  readonly encrypted?: boolean;
  readonly kmsKeyId?: string;
  readonly deleteOnTermination?: boolean;
}

/** Those of the rates that were chosen. */
export const ratesOf = ({
  iops,
  throughput,
}: Pick<EbsBlockDevice, 'iops' | 'throughput'>): Pick<EbsBlockDevice, 'iops' | 'throughput'> => ({
  ...(iops === undefined ? {} : { iops }),
  ...(throughput === undefined ? {} : { throughput }),
});

export type VolumeType = 'standard' | 'gp2' | 'gp3' | 'io1' | 'io2' | 'st1' | 'sc1';

/** What stands behind a device name: a volume, an instance store, or nothing. Exactly one of the three. */
export interface BlockDeviceMapping {
  readonly deviceName: string;
  readonly ebs?: EbsBlockDevice;
  /** An instance store: `ephemeral0` to `ephemeral23`. */
  readonly virtualName?: string;
  readonly noDevice?: '';
}

/** Every snapshot that the mapping names, once. */
export const snapshotsOf = (mappings: readonly BlockDeviceMapping[]): readonly string[] => [
  ...new Set(mappings.flatMap(({ ebs }) => (ebs?.snapshotId === undefined ? [] : [ebs.snapshotId]))),
];

export const hasEncryptedVolume = (mappings: readonly BlockDeviceMapping[]): boolean =>
  mappings.some(({ ebs }) => ebs?.encrypted === true);
