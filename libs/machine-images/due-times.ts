import type { DueTime } from '#event-sourcing';
import { imageEvents, type ImageEvent } from './image/events';
import { launchPermissionExpiry } from './image/launch-permission-expiry';
import { scheduledRevocation } from './image/scheduled-revocation';

/** Every kind of time inside events that somebody has to announce. */
export const dueTimes: readonly DueTime<ImageEvent>[] = [launchPermissionExpiry, scheduledRevocation];
/** What they are read from. */
export const dueTimeEvents = imageEvents;
