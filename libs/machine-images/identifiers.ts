import { DomainError } from '#event-sourcing';

/** Account ids have 12 digits. */
const ACCOUNT = /^\d{12}$/;

/** Resource ids: 17 hex digits, or the 8 that they had before 2018. */
const HEX = '([0-9a-f]{8}|[0-9a-f]{17})';

export const isAccountId = (text: string): boolean => ACCOUNT.test(text);
export const isImageId = (text: string): boolean => new RegExp(`^ami-${HEX}$`).test(text);
export const isSnapshotId = (text: string): boolean => new RegExp(`^snap-${HEX}$`).test(text);
export const isVolumeId = (text: string): boolean => new RegExp(`^vol-${HEX}$`).test(text);
export const isInstanceId = (text: string): boolean => new RegExp(`^i-${HEX}$`).test(text);

const ORGANIZATION = 'o-[a-z0-9]{10,32}';
const UNIT = 'ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}';

export const isOrganizationId = (text: string): boolean => new RegExp(`^${ORGANIZATION}$`).test(text);
export const isOrganizationalUnitId = (text: string): boolean => new RegExp(`^${UNIT}$`).test(text);

const ORGANIZATIONS = 'arn:aws(?:-[a-z]+)*:organizations::\\d{12}';
export const isOrganizationArn = (text: string): boolean =>
  new RegExp(`^${ORGANIZATIONS}:organization/${ORGANIZATION}$`).test(text);
export const isOrganizationalUnitArn = (text: string): boolean =>
  new RegExp(`^${ORGANIZATIONS}:ou/${ORGANIZATION}/${UNIT}$`).test(text);

/** A value that a field cannot have; `pointer` names the field. */
export class InvalidField extends DomainError<'invalid-field'> {
  readonly code = 'invalid-field';
}
