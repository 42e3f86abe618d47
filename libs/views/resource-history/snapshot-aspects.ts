import type { SnapshotAdoptedData, SnapshotCreatedData, SnapshotEvent } from '#machine-images';
import { underTags, withoutTags } from './tag-aspects';

/** What an event makes of the aspects it touches: the value afterwards, or null for what is gone. */
export function snapshotAspects(event: SnapshotEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'SnapshotCreated':
      return created(event.data);
    case 'SnapshotAdopted':
      return adopted(event.data);
    case 'SnapshotCompleted':
      return { state: 'completed', providerId: event.data.providerId };
    case 'SnapshotFailed':
      return { state: 'failed', stateMessage: event.data.cause };
    case 'SnapshotDeleted':
      return { state: 'deleted' };
    case 'SnapshotTagged':
      return underTags(event.data.tags);
    case 'SnapshotUntagged':
      return withoutTags(event.data.keys);
    case 'SnapshotHeld':
      return { [`heldBy/${event.data.imageId}`]: true };
    case 'SnapshotReleased':
      return { [`heldBy/${event.data.imageId}`]: null };
  }
}

const adopted = ({
  snapshotId: _,
  tags,
  cause,
  ...attributes
}: SnapshotAdoptedData): Readonly<Record<string, unknown>> => ({
  ...attributes,
  ...underTags(tags),
  ...(cause === undefined ? {} : { stateMessage: cause }),
});

const created = ({ snapshotId: _, tags, ...attributes }: SnapshotCreatedData) => ({
  ...attributes,
  ...underTags(tags),
  state: 'pending',
});
