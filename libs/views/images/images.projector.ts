import type { ReadEvent } from '#event-sourcing';
import { deprecationTimeOf, withoutTags, type ImageEvent } from '#machine-images';
import { table, type Projector, type Validity } from '#projections';
import type { LedgerEvent } from '../events';
import { imagesDdl, ImageRow } from './image.row';
import { isImageEvent } from './is-image-event';

type Content = Omit<ImageRow, keyof Validity>;

/** Every image, as it is and as it was at every moment. */
export const images: Projector<LedgerEvent> = {
  name: 'images',
  shape: 2,
  tables: [
    table<LedgerEvent, ImageRow>({
      kind: 'temporal',
      row: ImageRow,
      ddl: imagesDdl,
      key: ['imageId'],
      keysOf: ({ event }) => (isImageEvent(event) ? [{ imageId: event.data.imageId }] : []),
      evolve: (row, { event, recorded }) => (isImageEvent(event) ? evolve(row, event, recorded) : row),
    }),
  ],
};

function evolve(
  row: ImageRow | undefined,
  event: ImageEvent,
  recorded: ReadEvent<ImageEvent>['recorded'],
): Content | undefined {
  const changed =
    event.type === 'ImageCreated'
      ? created(event.data, recorded.recordedAt)
      : row && change(row, event, recorded.recordedAt);
  return (
    changed && {
      ...changed,
      deprecationTime:
        deprecationTimeOf({ ...changed, deprecateAt: changed.deprecateAt ?? undefined }) ?? null,
      revision: recorded.revision,
    }
  );
}

function created(
  {
    imageId,
    ownerId,
    region,
    name,
    description,
    origin,
    tags,
    rootDeviceType: _,
    ...content
  }: Extract<ImageEvent, { type: 'ImageCreated' }>['data'],
  creationDate: Date,
): Omit<Content, 'deprecationTime' | 'revision'> {
  return {
    imageId,
    ownerId,
    region,
    name,
    description: description ?? null,
    state: 'pending',
    stateMessage: null,
    isPublic: false,
    shares: 0,
    creationDate,
    deregistrationTime: null,
    origin,
    content,
    tags,
    deprecateAt: null,
  };
}

function change(row: ImageRow, event: Exclude<ImageEvent, { type: 'ImageCreated' }>, at: Date): ImageRow {
  switch (event.type) {
    case 'ImageBecameAvailable':
      return { ...row, state: 'available' };
    case 'ImageCreationFailed':
      return { ...row, state: 'failed', stateMessage: event.data.cause };
    case 'ImageDescribed':
      return { ...row, description: event.data.description };
    case 'ImageTagged':
      return { ...row, tags: { ...row.tags, ...event.data.tags } };
    case 'ImageUntagged':
      return { ...row, tags: withoutTags(row.tags, event.data.keys) };
    case 'LaunchPermissionGranted':
      return 'group' in event.data.principal
        ? { ...row, isPublic: true }
        : { ...row, shares: row.shares + 1 };
    case 'LaunchPermissionRevoked':
      return 'group' in event.data.principal
        ? { ...row, isPublic: false }
        : { ...row, shares: row.shares - 1 };
    case 'ImageDeprecationScheduled':
      return { ...row, deprecateAt: new Date(event.data.deprecateAt) };
    case 'ImageDeprecationCancelled':
      return { ...row, deprecateAt: null };
    case 'ImageDeregistered':
      return { ...row, state: 'deregistered', deregistrationTime: at };
  }
}
