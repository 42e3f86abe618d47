import { wishedTagChanges } from '../tags';
import type { DescribeImage, ReplaceTags } from './commands';
import type { ImageEvent } from './events';
import { checkDescription } from './registration';
import type { ExistingImage } from './state';

export function describe(
  { imageId, description }: DescribeImage,
  image: ExistingImage,
): readonly ImageEvent[] {
  checkDescription(description);
  return description === (image.description ?? '')
    ? []
    : [{ type: 'ImageDescribed', data: { imageId, description } }];
}

export function replaceTags({ imageId, tags }: ReplaceTags, image: ExistingImage): readonly ImageEvent[] {
  const { set, removed } = wishedTagChanges(image.tags, tags, '');
  const tagged = { type: 'ImageTagged', data: { imageId, tags: set } } as const;
  const untagged = { type: 'ImageUntagged', data: { imageId, keys: removed } } as const;
  return [...(Object.keys(set).length > 0 ? [tagged] : []), ...(removed.length > 0 ? [untagged] : [])];
}
