import { validity } from '../validity';

/** SQL for the time that is asked about. */
export const moment = (asOf: Date | undefined): string => (asOf === undefined ? 'now()' : ':asOf');

/** SQL for permissions that let somebody launch an image now, or did at `:asOf`: they end by themselves. */
export const inForce = (alias: string, asOf: Date | undefined): string =>
  `${validity(alias, asOf)} AND (${alias}.expires_at IS NULL OR ${alias}.expires_at > ${moment(asOf)})`;
