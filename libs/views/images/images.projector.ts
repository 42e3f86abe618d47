import type { ReadEvent } from '#event-sourcing';
import {
  deprecationTimeOf,
  protectionAfter,
  unprotected,
  withoutRevocation,
  withoutTags,
  withRevocation,
  type ImageAdoptedData,
  type ImageBeginning,
  type ImageEvent,
} from '#machine-images';
import { table, type Projector, type Validity } from '#projections';
import type { LedgerEvent } from '../events';
import { imagesDdl, ImageRow } from './image.row';
import { isImageEvent } from './is-image-event';

type Content = Omit<ImageRow, keyof Validity>;

/** Every image, as it is and as it was at every moment. */
export const images: Projector<LedgerEvent> = {
  name: 'images',
  shape: 6,
  tables: [
    table<LedgerEvent, ImageRow>({
      kind: 'temporal',
      row: ImageRow,
      ddl: imagesDdl,
      key: ['imageId'],
      keysOf: ({ event }) => (isImageEvent(event) ? [{ imageId: event.data.imageId }] : []),
      evolve: (row, { event, ...rest }) => (isImageEvent(event) ? evolve(row, { event, ...rest }) : row),
    }),
  ],
};

function evolve(
  row: ImageRow | undefined,
  { event, recorded, metadata: { reason } }: ReadEvent<ImageEvent>,
): Content | undefined {
  const at = recorded.recordedAt;
  const changed = isLater(event)
    ? row && change(row, event, { at, reason: reason ?? null })
    : begun(event, at);
  return (
    changed && {
      ...changed,
      deprecationTime:
        deprecationTimeOf({ ...changed, deprecateAt: changed.deprecateAt ?? undefined }) ?? null,
      revision: recorded.revision,
    }
  );
}

type Beginning = Extract<ImageEvent, { type: 'ImageCreated' | 'ImageAdopted' }>;
type Later = Exclude<ImageEvent, Beginning>;

const isLater = (event: ImageEvent): event is Later =>
  event.type !== 'ImageCreated' && event.type !== 'ImageAdopted';

const begun = (event: Beginning, at: Date): Begun =>
  event.type === 'ImageCreated' ? created(event.data, at) : adopted(event.data, at);

type Begun = Omit<Content, 'deprecationTime' | 'revision'>;

/** It is there from its adoption on, and was made when it says. */
function adopted(
  { state, cause, creationDate, name = '', rootDeviceName = '', ...image }: ImageAdoptedData,
  adoptionTime: Date,
): Begun {
  const madeAt = creationDate === undefined ? adoptionTime : new Date(creationDate);
  return {
    ...created({ ...image, name, rootDeviceName, rootDeviceType: image.rootDeviceType ?? 'ebs' }, madeAt),
    state,
    stateMessage: cause ?? null,
    adoptionTime,
  };
}

function created(
  { imageId, ownerId, region, name, description, origin, tags, family: _, ...content }: ImageBeginning,
  creationDate: Date,
): Begun {
  return {
    imageId,
    ownerId,
    region,
    name,
    description: description ?? null,
    state: 'pending',
    stateMessage: null,
    ...notPublic,
    wasShared: false,
    creationDate,
    adoptionTime: null,
    deregistrationTime: null,
    origin,
    content,
    tags,
    deprecateAt: null,
    replacement: null,
    deregistrationProtection: unprotected.deregistrationProtection,
    cooldownEndTime: null,
    revocations: [],
    scheduledRevocation: null,
    revokedAncestors: [],
    ...inRecycleBin(undefined),
  };
}

const notPublic = { isPublic: false, publicUntil: null };

const opened = ({ principal, expiresAt }: GrantedData): Partial<Content> =>
  'group' in principal
    ? { isPublic: true, publicUntil: expiresAt === undefined ? null : new Date(expiresAt) }
    : { wasShared: true };

type GrantedData = Extract<ImageEvent, { type: 'LaunchPermissionGranted' }>['data'];
type Retention = Extract<ImageEvent, { type: 'ImageDeregistered' }>['data']['retention'];

const inRecycleBin = (retention: Retention): Pick<Content, 'retainedUntil' | 'retentionRuleId'> => ({
  retainedUntil: retention === undefined ? null : new Date(retention.retainedUntil),
  retentionRuleId: retention?.ruleId ?? null,
});

interface Circumstances {
  readonly at: Date;
  readonly reason: string | null;
}

function change(row: ImageRow, event: Later, { at, reason }: Circumstances): ImageRow {
  switch (event.type) {
    case 'ImageBecameAvailable':
      return { ...row, state: 'available', stateMessage: null };
    case 'ImageCreationFailed':
      return { ...row, state: 'failed', stateMessage: event.data.cause };
    case 'ImageDescribed':
      return { ...row, description: event.data.description };
    case 'ImageTagged':
      return { ...row, tags: { ...row.tags, ...event.data.tags } };
    case 'ImageUntagged':
      return { ...row, tags: withoutTags(row.tags, event.data.keys) };
    case 'LaunchPermissionGranted':
      return { ...row, ...opened(event.data) };
    case 'LaunchPermissionAccepted':
      return { ...row, wasShared: true };
    case 'LaunchPermissionOffered':
    case 'LaunchPermissionRejected':
    case 'LaunchPermissionLeft':
      return row;
    case 'LaunchPermissionRevoked':
    case 'LaunchPermissionExpired':
      return 'group' in event.data.principal ? { ...row, ...notPublic } : row;
    case 'ImageDeprecationScheduled':
      return {
        ...row,
        deprecateAt: new Date(event.data.deprecateAt),
        replacement: event.data.replacement ?? null,
      };
    case 'ImageDeprecationCancelled':
      return { ...row, deprecateAt: null, replacement: null };
    case 'ImageDisabled':
      return { ...row, state: 'disabled' };
    case 'ImageEnabled':
      return { ...row, state: 'available' };
    case 'DeregistrationProtectionEnabled':
    case 'DeregistrationProtectionDisabled':
      return { ...row, ...protection(row, event, at) };
    case 'ImageRevoked':
      return revoked(row, event.data, { at, reason });
    case 'ImageReinstated':
      return { ...row, revocations: withoutRevocation(row.revocations, event.data.cause) };
    case 'ImageRevocationScheduled':
      return { ...row, scheduledRevocation: scheduled(event.data, reason) };
    case 'ImageRevocationCancelled':
      return { ...row, scheduledRevocation: null };
    case 'ImageAncestorRevoked':
      return { ...row, revokedAncestors: [...row.revokedAncestors, event.data.cascadeId] };
    case 'ImageAncestorReinstated':
      return {
        ...row,
        revokedAncestors: row.revokedAncestors.filter((id) => id !== event.data.cascadeId),
      };
    case 'ImageDeregistered':
      return {
        ...row,
        ...inRecycleBin(event.data.retention),
        state: 'deregistered',
        deregistrationTime: at,
      };
    case 'ImageRestored':
      return { ...row, ...inRecycleBin(undefined), state: event.data.state, deregistrationTime: null };
    case 'ImageRolledBack':
      return row;
  }
}

function revoked(
  row: ImageRow,
  { cause, since }: Extract<ImageEvent, { type: 'ImageRevoked' }>['data'],
  { at, reason }: Circumstances,
): ImageRow {
  // Whoever says that it has taken effect by itself may have come with a reason for something else.
  const asked = since === undefined ? null : row.scheduledRevocation;
  const revocation = asked ?? { cause, since: since ?? at.toISOString(), reason };
  return {
    ...row,
    revocations: withRevocation(row.revocations, revocation),
    scheduledRevocation: since === undefined ? row.scheduledRevocation : null,
  };
}

const scheduled = (
  { cause, revokeAt }: Extract<ImageEvent, { type: 'ImageRevocationScheduled' }>['data'],
  reason: string | null,
): ImageRow['scheduledRevocation'] => ({ cause, since: revokeAt, reason });

function protection(
  { deregistrationProtection, cooldownEndTime }: ImageRow,
  event: Parameters<typeof protectionAfter>[1],
  at: Date,
): Pick<ImageRow, 'deregistrationProtection' | 'cooldownEndTime'> {
  const before = { deregistrationProtection, cooldownEndTime: cooldownEndTime ?? undefined };
  const after = protectionAfter(before, event, at);
  return { ...after, cooldownEndTime: after.cooldownEndTime ?? null };
}
