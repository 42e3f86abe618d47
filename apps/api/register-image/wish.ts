import type { CopyWish, ImageRegistration, InstanceImageWish } from '#machine-images';

interface SnapshotsWish extends Pick<
  ImageRegistration,
  'name' | 'description' | 'content' | 'tags' | 'family'
> {
  readonly kind: 'snapshots';
}

interface CopyAsked extends Omit<CopyWish, 'imageId' | 'region' | 'sourceRegion'> {
  /** That of the request, when none is named. */
  readonly sourceRegion?: string;
}

/** What is asked for, before it has an id and a region. */
export type ImageWish = SnapshotsWish | Omit<InstanceImageWish, 'imageId' | 'region'> | CopyAsked;
