import type { DueTime } from '#event-sourcing';
import type { ImageEvent } from './events';
import { images } from './image';
import { principalKey } from './launch-principal';

/** A launch permission ends by itself; this says so. */
export const launchPermissionExpiry: DueTime<ImageEvent> = {
  name: 'launch-permission-expiry',
  types: ['LaunchPermissionGranted', 'LaunchPermissionRevoked', 'LaunchPermissionExpired'],
  schedules: (event) => {
    switch (event.type) {
      case 'LaunchPermissionGranted': {
        const { expiresAt } = event.data;
        return [
          {
            subject: subjectOf(event.data),
            dueAt: expiresAt === undefined ? undefined : new Date(expiresAt),
          },
        ];
      }
      case 'LaunchPermissionRevoked':
      case 'LaunchPermissionExpired':
        return [{ subject: subjectOf(event.data), dueAt: undefined }];
      default:
        return [];
    }
  },
  announce: ({ scheduled: { event }, at, context }, writePath) => {
    if (event.type !== 'LaunchPermissionGranted') throw new TypeError(`${event.type} ends by itself never`);
    const { imageId, principal, expiresAt = '' } = event.data;
    const grant = { imageId, principal, expiresAt: new Date(expiresAt) };
    return writePath.execute(images, imageId, { type: 'ExpireLaunchPermission', ...grant, at }, context);
  },
};

type Granted = Extract<ImageEvent, { type: 'LaunchPermissionGranted' | 'LaunchPermissionRevoked' }>['data'];

const subjectOf = ({ imageId, principal }: Pick<Granted, 'imageId' | 'principal'>): string =>
  `${imageId} ${principalKey(principal)}`;
