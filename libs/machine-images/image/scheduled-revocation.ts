import { contextOf, type DueTime } from '#event-sourcing';
import type { ImageEvent } from './events';
import { images } from './image';

/** An image is revoked by itself at a time; this says so, in the name of who scheduled it. */
export const scheduledRevocation: DueTime<ImageEvent> = {
  name: 'scheduled-revocation',
  types: ['ImageRevocationScheduled', 'ImageRevocationCancelled', 'ImageRevoked'],
  schedules: (event) => {
    if (event.type === 'ImageRevocationScheduled')
      return [{ subject: event.data.imageId, dueAt: new Date(event.data.revokeAt) }];
    // Another revocation leaves alone what was scheduled.
    const isOver =
      event.type === 'ImageRevocationCancelled' ||
      (event.type === 'ImageRevoked' && event.data.since !== undefined);
    return isOver ? [{ subject: event.data.imageId, dueAt: undefined }] : [];
  },
  announce: ({ subject: imageId, scheduled, at, context: { commandId } }, writePath) =>
    writePath.execute(
      images,
      imageId,
      { type: 'AnnounceRevocation', imageId, at },
      { ...contextOf(scheduled, at), commandId },
    ),
};
