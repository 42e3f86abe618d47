import { validity } from '../validity';

/** SQL for the time that is asked about. */
export const moment = (asOf: Date | undefined): string => (asOf === undefined ? 'now()' : ':asOf');

/** SQL for permissions that there are now, or were at `:asOf`, accepted or not: they end by themselves. */
export const isThere = (alias: string, asOf: Date | undefined): string =>
  `${validity(alias, asOf)} AND (${alias}.expires_at IS NULL OR ${alias}.expires_at > ${moment(asOf)})`;

/** Those that let somebody launch an image. */
export const inForce = (alias: string, asOf: Date | undefined): string =>
  `${isThere(alias, asOf)} AND ${alias}.consent IN ('not-asked', 'accepted')`;
