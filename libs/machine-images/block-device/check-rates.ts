import type { VolumeType } from './block-device-mapping';
import { VOLUME_LIMITS } from './limits';

export interface VolumeRates {
  readonly volumeType: VolumeType;
  readonly size?: number;
  readonly iops?: number;
  readonly throughput?: number;
}

export type RateField = 'size' | 'iops' | 'throughput';

/** Says what does not go with the volume type, and of which field it is said. */
export type Refusal = (message: string, field: RateField) => never;

/** Size, IOPS and throughput have to fit the volume type. Throws what `refuse` throws. */
export function checkRates({ volumeType, ...rates }: VolumeRates, refuse: Refusal): void {
  const { size, iops, throughput } = VOLUME_LIMITS[volumeType];
  const of = `of a ${volumeType} volume`;
  checkRange(rates.size, size, `the size ${of} in GiB`, 'size', refuse);
  if (iops?.isRequired === true && rates.iops === undefined)
    refuse(`a ${volumeType} volume needs iops`, 'iops');
  checkRate(rates.iops, iops, `the iops ${of}`, 'iops', refuse);
  checkRate(rates.throughput, throughput, `the throughput ${of} in MiB/s`, 'throughput', refuse);
}

interface Range {
  readonly least: number;
  readonly most: number;
}

function checkRate(
  value: number | undefined,
  range: Range | undefined,
  what: string,
  field: RateField,
  refuse: Refusal,
): void {
  if (value !== undefined && range === undefined) refuse(`${what} cannot be chosen`, field);
  if (range !== undefined) checkRange(value, range, what, field, refuse);
}

function checkRange(
  value: number | undefined,
  { least, most }: Range,
  what: string,
  field: RateField,
  refuse: Refusal,
): void {
  const fits = value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  if (!fits) refuse(`${what} is ${least} to ${most}`, field);
}
