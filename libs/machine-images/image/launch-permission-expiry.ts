import type { DueTime } from '#event-sourcing';
import type { ImageEvent } from './events';
import { images } from './image';
import { principalKey } from './launch-principal';

/** A grant has an end or none; an offer as well, whether or not it is accepted. */
const NAMING = ['LaunchPermissionGranted', 'LaunchPermissionOffered'] as const;
const ENDING = ['LaunchPermissionRevoked', 'LaunchPermissionLeft', 'LaunchPermissionExpired'] as const;

const isOneOf = <Type extends ImageEvent['type']>(
  types: readonly Type[],
  event: ImageEvent,
): event is Extract<ImageEvent, { type: Type }> => (types as readonly string[]).includes(event.type);

/** A launch permission ends by itself; this says so. */
export const launchPermissionExpiry: DueTime<ImageEvent> = {
  name: 'launch-permission-expiry',
  types: [...NAMING, ...ENDING],
  schedules: (event) => {
    if (isOneOf(ENDING, event)) return [{ subject: subjectOf(event.data), dueAt: undefined }];
    if (!isOneOf(NAMING, event)) return [];
    const { expiresAt } = event.data;
    const dueAt = expiresAt === undefined ? undefined : new Date(expiresAt);
    return [{ subject: subjectOf(event.data), dueAt }];
  },
  announce: ({ scheduled: { event }, at, context }, writePath) => {
    if (!isOneOf(NAMING, event)) throw new TypeError(`${event.type} names no time`);
    const { imageId, principal, expiresAt = '' } = event.data;
    const grant = { imageId, principal, expiresAt: new Date(expiresAt) };
    return writePath.execute(images, imageId, { type: 'ExpireLaunchPermission', ...grant, at }, context);
  },
};

type Granted = Extract<ImageEvent, { type: 'LaunchPermissionGranted' | 'LaunchPermissionRevoked' }>['data'];

const subjectOf = ({ imageId, principal }: Pick<Granted, 'imageId' | 'principal'>): string =>
  `${imageId} ${principalKey(principal)}`;
