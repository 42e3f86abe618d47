import { causeKey, principalKey, type ImageAdoptedData, type ImageEvent } from '#machine-images';
import { underTags, withoutTags } from './tag-aspects';

type ImageCreatedData = Extract<ImageEvent, { type: 'ImageCreated' }>['data'];

/** What an event makes of the aspects it touches: the value afterwards, or null for what is gone. */
export function imageAspects(event: ImageEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'ImageCreated':
      return created(event.data);
    case 'ImageAdopted':
      return adopted(event.data);
    case 'ImageBecameAvailable':
      return { state: 'available' };
    case 'ImageCreationFailed':
      return { state: 'failed', stateMessage: event.data.cause };
    case 'ImageDescribed':
      return { description: event.data.description };
    case 'ImageTagged':
      return underTags(event.data.tags);
    case 'ImageUntagged':
      return withoutTags(event.data.keys);
    case 'LaunchPermissionGranted':
      return { [`launchPermissions/${principalKey(event.data.principal)}`]: grantIn(event.data) };
    case 'LaunchPermissionOffered':
      return {
        [`launchPermissions/${principalKey(event.data.principal)}`]: {
          ...grantIn(event.data),
          requiresAcceptance: true,
        },
      };
    case 'LaunchPermissionAccepted':
      return answered(event.data, 'accepted');
    case 'LaunchPermissionRejected':
      return answered(event.data, 'rejected');
    case 'LaunchPermissionLeft':
    case 'LaunchPermissionRevoked':
    case 'LaunchPermissionExpired':
      return { [`launchPermissions/${principalKey(event.data.principal)}`]: null };
    case 'ImageDeprecationScheduled':
      return { deprecateAt: event.data.deprecateAt, replacement: event.data.replacement ?? null };
    case 'ImageDeprecationCancelled':
      return { deprecateAt: null, replacement: null };
    case 'ImageDisabled':
      return { state: 'disabled' };
    case 'ImageEnabled':
      return { state: 'available' };
    case 'DeregistrationProtectionEnabled':
      return { deregistrationProtection: event.data.withCooldown ? 'enabled-with-cooldown' : 'enabled' };
    case 'DeregistrationProtectionDisabled':
      return { deregistrationProtection: null };
    case 'ImageRevoked':
      return revoked(event.data);
    case 'ImageReinstated':
      return { [`revocations/${causeKey(event.data.cause)}`]: null };
    case 'ImageRevocationScheduled':
      return { scheduledRevocation: { cause: event.data.cause, revokeAt: event.data.revokeAt } };
    case 'ImageRevocationCancelled':
      return { scheduledRevocation: null };
    case 'ImageAncestorRevoked':
      return { [`revokedAncestors/${event.data.cascadeId}`]: true };
    case 'ImageAncestorReinstated':
      return { [`revokedAncestors/${event.data.cascadeId}`]: null };
    case 'ImageDeregistered':
      return { state: 'deregistered', ...retained(event.data.retention) };
    case 'ImageRestored':
      return { state: event.data.state, ...NOT_RETAINED };
    case 'ImageRolledBack': {
      const { imageId: _, ...rollback } = event.data;
      return { rollback };
    }
  }
}

/** Where it was scheduled, it is so no longer. */
const revoked = ({
  cause,
  since,
}: Extract<ImageEvent, { type: 'ImageRevoked' }>['data']): Readonly<Record<string, unknown>> => ({
  [`revocations/${causeKey(cause)}`]: cause,
  ...(since === undefined ? {} : { scheduledRevocation: null }),
});
type GrantedData = Extract<ImageEvent, { type: 'LaunchPermissionGranted' }>['data'];

const answered = (
  data: GrantedData,
  consent: 'accepted' | 'rejected',
): Readonly<Record<string, unknown>> => ({
  [`launchPermissions/${principalKey(data.principal)}`]: {
    ...grantIn(data),
    requiresAcceptance: true,
    consent,
  },
});

const grantIn = ({ imageId: _, principal, ...terms }: GrantedData): object => ({ ...principal, ...terms });

const created = ({
  imageId: _,
  tags,
  ...attributes
}: ImageCreatedData): Readonly<Record<string, unknown>> => ({
  ...attributes,
  ...underTags(tags),
  state: 'pending',
});

const adopted = ({ cause, ...data }: ImageAdoptedData): Readonly<Record<string, unknown>> => {
  const { imageId: _, tags, ...attributes } = data;
  return { ...attributes, ...underTags(tags), ...(cause === undefined ? {} : { stateMessage: cause }) };
};

type Retention = Extract<ImageEvent, { type: 'ImageDeregistered' }>['data']['retention'];

const retained = (retention: Retention): Readonly<Record<string, unknown>> =>
  retention === undefined
    ? {}
    : { retainedUntil: retention.retainedUntil, retentionRuleId: retention.ruleId };

const NOT_RETAINED = { retainedUntil: null, retentionRuleId: null };
