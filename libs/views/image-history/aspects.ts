import { principalKey, type ImageEvent } from '#machine-images';

type ImageCreatedData = Extract<ImageEvent, { type: 'ImageCreated' }>['data'];

/** What an event makes of the aspects it touches: the value afterwards, or null for what is gone. */
export function aspectsAfter(event: ImageEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'ImageCreated':
      return created(event.data);
    case 'ImageBecameAvailable':
      return { state: 'available' };
    case 'ImageDescribed':
      return { description: event.data.description };
    case 'ImageTagged':
      return underTags(event.data.tags);
    case 'ImageUntagged':
      return underTags(Object.fromEntries(event.data.keys.map((key) => [key, null])));
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

const underTags = (tags: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tags/${key}`, value]));
