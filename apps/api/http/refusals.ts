import type { AccessErrorCode } from '#access';
import type { KernelErrorCode } from '#event-sourcing';
import type { MachineImageErrorCode } from '#machine-images';
import type { FutureAsOf, ViewIsBehind } from '#projections';
import type { InvalidCursor } from '#views';
import type { EdgeErrorCode, IdPrefix } from './problems';

type ReadErrorCode = (FutureAsOf | InvalidCursor | ViewIsBehind)['code'];

export type RefusalCode =
  KernelErrorCode | MachineImageErrorCode | AccessErrorCode | ReadErrorCode | EdgeErrorCode;

/** The domain names its refusals; here they get their numbers. One that has none does not compile. */
export const statusOf = {
  'unstorable-text': 422,
  'precondition-failed': 412,
  'plan-changed': 409,
  'idempotency-key-reused': 422,
  'too-much-contention': 503,
  'unknown-image': 404,
  'not-the-owner': 403,
  'image-deregistered': 409,
  'image-pending': 409,
  'image-disabled': 409,
  'image-revoked': 409,
  'invalid-deprecation-time': 422,
  'public-deprecation-fixed': 409,
  'invalid-image-name': 422,
  'invalid-launch-permission': 422,
  'too-many-launch-permissions': 422,
  'encrypted-image-cannot-be-public': 409,
  'image-name-taken': 409,
  'unknown-family': 404,
  'family-name-taken': 409,
  'invalid-family-name': 422,
  'unknown-channel': 404,
  'unknown-image-version': 404,
  'channel-managed': 409,
  'image-of-another-account': 409,
  'image-version-unusable': 409,
  'nothing-to-roll-back-to': 409,
  'never-in-channel': 409,
  'unknown-instance': 404,
  'incorrect-instance-state': 409,
  'device-in-use': 409,
  'invalid-block-device-mapping': 422,
  'invalid-field': 422,
  'invalid-tags': 422,
  'unknown-zone': 422,
  'unknown-volume': 404,
  'volume-deleted': 409,
  'volume-in-use': 409,
  'volume-in-another-zone': 409,
  'unknown-snapshot': 404,
  'snapshot-deleted': 409,
  'snapshot-in-use': 409,
  'snapshot-pending': 409,
  'snapshot-failed': 409,
  'unknown-service-token': 404,
  'expiry-in-the-past': 422,
  'future-as-of': 422,
  'invalid-cursor': 400,
  'view-behind': 503,
  'invalid-request': 400,
  'malformed-id': 400,
  'not-authenticated': 401,
  'not-allowed': 403,
  'unknown-route': 404,
  'position-of-another-log': 410,
} as const satisfies Record<RefusalCode, number>;

/** What EC2 calls the same refusal, where it knows it. */
export const ec2CodeOf: Partial<Record<RefusalCode, string>> = {
  'idempotency-key-reused': 'IdempotentParameterMismatch',
  'unknown-image': 'InvalidAMIID.NotFound',
  'not-the-owner': 'AuthFailure',
  'image-deregistered': 'InvalidAMIID.Unavailable',
  'image-pending': 'InvalidAMIID.Unavailable',
  'image-disabled': 'InvalidAMIID.Unavailable',
  'image-revoked': 'InvalidAMIID.Unavailable',
  'invalid-deprecation-time': 'InvalidParameterValue',
  'public-deprecation-fixed': 'OperationNotPermitted',
  'invalid-image-name': 'InvalidAMIName.Malformed',
  'invalid-launch-permission': 'InvalidAMIAttributeItemValue',
  'too-many-launch-permissions': 'ResourceLimitExceeded',
  'encrypted-image-cannot-be-public': 'InvalidParameterCombination',
  'image-name-taken': 'InvalidAMIName.Duplicate',
  'unknown-instance': 'InvalidInstanceID.NotFound',
  'incorrect-instance-state': 'IncorrectInstanceState',
  'device-in-use': 'InvalidParameterValue',
  'invalid-block-device-mapping': 'InvalidBlockDeviceMapping',
  'invalid-field': 'InvalidParameterValue',
  'invalid-tags': 'InvalidParameterValue',
  'unknown-zone': 'InvalidZone.NotFound',
  'unknown-volume': 'InvalidVolume.NotFound',
  'volume-deleted': 'InvalidVolume.NotFound',
  'volume-in-use': 'VolumeInUse',
  'volume-in-another-zone': 'InvalidVolume.ZoneMismatch',
  'unknown-snapshot': 'InvalidSnapshot.NotFound',
  'snapshot-deleted': 'InvalidSnapshot.NotFound',
  'snapshot-in-use': 'InvalidSnapshot.InUse',
  'snapshot-pending': 'IncorrectState',
  'snapshot-failed': 'IncorrectState',
  'too-much-contention': 'ServiceUnavailable',
  'view-behind': 'ServiceUnavailable',
  'invalid-request': 'InvalidParameterValue',
  'not-authenticated': 'AuthFailure',
  'not-allowed': 'UnauthorizedOperation',
};

/** EC2 has a code of its own for every kind of malformed id. */
export const ec2CodeOfMalformed: Readonly<Record<IdPrefix, string>> = {
  ami: 'InvalidAMIID.Malformed',
  i: 'InvalidInstanceID.Malformed',
  snap: 'InvalidSnapshotID.Malformed',
  vol: 'InvalidVolumeID.Malformed',
};
