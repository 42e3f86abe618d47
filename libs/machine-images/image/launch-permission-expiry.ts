import type { DueTime } from '#event-sourcing';
import type { ImageEvent } from './events';
import { images } from './image';
import { principalKey } from './launch-principal';

/** A launch permission ends by itself; this says so. */
export const launchPermissionExpiry: DueTime<ImageEvent> = {
  name: 'launch-permission-expiry',
  types: ['LaunchPermissionGranted', 'LaunchPermissionRevoked', 'LaunchPermissionExpired'],
  schedules: (event) => {
    if (event.type === 'LaunchPermissionRevoked' || event.type === 'LaunchPermissionExpired')
      return [{ subject: subjectOf(event.data), dueAt: undefined }];
    if (event.type !== 'LaunchPermissionGranted') return [];
    const { expiresAt } = event.data;
    const dueAt = expiresAt === undefined ? undefined : new Date(expiresAt);
    return [{ subject: subjectOf(event.data), dueAt }];
  },
  announce: ({ scheduled: { event }, at, context }, writePath) => {
    if (event.type !== 'LaunchPermissionGranted') throw new TypeError(`${event.type} names no time`);
    const { imageId, principal, expiresAt = '' } = event.data;
    const grant = { imageId, principal, expiresAt: new Date(expiresAt) };
    return writePath.execute(images, imageId, { type: 'ExpireLaunchPermission', ...grant, at }, context);
  },
};

type Granted = Extract<ImageEvent, { type: 'LaunchPermissionGranted' | 'LaunchPermissionRevoked' }>['data'];

const subjectOf = ({ imageId, principal }: Pick<Granted, 'imageId' | 'principal'>): string =>
  `${imageId} ${principalKey(principal)}`;
