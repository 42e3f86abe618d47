import type { VolumeAdoptedData, VolumeCreatedData, VolumeEvent } from '#machine-images';
import { underTags, withoutTags } from './tag-aspects';

/** What an event makes of the aspects it touches: the value afterwards, or null for what is gone. */
export function volumeAspects(event: VolumeEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'VolumeCreated':
      return created(event.data);
    case 'VolumeAdopted':
      return adopted(event.data);
    case 'VolumeModified': {
      const { volumeId: _, volumeType, iops = null, throughput = null, size } = event.data;
      return { size, volumeType, iops, throughput };
    }
    case 'VolumeAttached': {
      const { volumeId: _, ...attachment } = event.data;
      return { state: 'in-use', attachment };
    }
    case 'VolumeDetached':
      return { state: 'available', attachment: null };
    case 'VolumeDeleted':
      return {
        state: 'deleted',
        ...(event.data.cause === undefined ? {} : { stateMessage: event.data.cause }),
      };
    case 'VolumeTagged':
      return underTags(event.data.tags);
    case 'VolumeUntagged':
      return withoutTags(event.data.keys);
  }
}

const adopted = ({
  volumeId: _,
  tags,
  ...attributes
}: VolumeAdoptedData): Readonly<Record<string, unknown>> => ({ ...attributes, ...underTags(tags) });

const created = ({ volumeId: _, tags, ...attributes }: VolumeCreatedData) => ({
  ...attributes,
  ...underTags(tags),
  state: 'available',
});
