import { principalKey, type ImageEvent } from '#machine-images';
import { underTags, withoutTags } from './tag-aspects';

type ImageCreatedData = Extract<ImageEvent, { type: 'ImageCreated' }>['data'];

/** What an event makes of the aspects it touches: the value afterwards, or null for what is gone. */
export function imageAspects(event: ImageEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'ImageCreated':
      return created(event.data);
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
      return { [`launchPermissions/${principalKey(event.data.principal)}`]: event.data.principal };
    case 'LaunchPermissionRevoked':
      return { [`launchPermissions/${principalKey(event.data.principal)}`]: null };
    case 'ImageDeprecationScheduled':
      return { deprecateAt: event.data.deprecateAt };
    case 'ImageDeprecationCancelled':
      return { deprecateAt: null };
    case 'ImageDeregistered':
      return { state: 'deregistered' };
  }
}

const created = ({
  imageId: _,
  tags,
  ...attributes
}: ImageCreatedData): Readonly<Record<string, unknown>> => ({
  ...attributes,
  ...underTags(tags),
  state: 'pending',
});
