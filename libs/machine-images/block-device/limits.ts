import type { VolumeType } from './block-device-mapping';

interface Range {
  readonly least: number;
  readonly most: number;
}

interface VolumeLimits {
  /** GiB. */
  readonly size: Range;
  /** Absent where the rate cannot be chosen. */
  readonly iops?: Range & { readonly isRequired: boolean };
  /** MiB/s. */
  readonly throughput?: Range;
}

/** EC2: EbsBlockDevice of the API reference. */
export const VOLUME_LIMITS: Readonly<Record<VolumeType, VolumeLimits>> = {
  standard: { size: { least: 1, most: 1_024 } },
  gp2: { size: { least: 1, most: 16_384 } },
  gp3: {
    size: { least: 1, most: 65_536 },
    iops: { least: 3_000, most: 80_000, isRequired: false },
    throughput: { least: 125, most: 2_000 },
  },
  io1: { size: { least: 4, most: 16_384 }, iops: { least: 100, most: 64_000, isRequired: true } },
  io2: { size: { least: 4, most: 65_536 }, iops: { least: 100, most: 256_000, isRequired: true } },
  st1: { size: { least: 125, most: 16_384 } },
  sc1: { size: { least: 125, most: 16_384 } },
};

/** What EC2 takes when a mapping names no volume type. */
export const DEFAULT_VOLUME_TYPE: VolumeType = 'gp2';
