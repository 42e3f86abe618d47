import { resourceIdOf } from '#event-sourcing';
import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { InvalidField } from '../identifiers';
import { UnknownFamily } from '../family/errors';
import { isVisibleTo, launchGround } from '../image/access';
import { UnknownImage } from '../image/errors';
import { isDeprecatedAt } from '../image/deprecation';
import type { ExistingImage, ImageState } from '../image/state';
import { volumesOf } from '../instance/instance-device';
import type { Standing } from '../principal';
import type { AllowedImages } from '../settings/allowed-images';
import { checkTags, type Tags } from '../tags';
import { checkZone } from '../zone';
import type { LaunchRequestedData } from './events';
import { allowanceOf } from './image-allowance';
import { launchMapping, type KnownSnapshot } from './launch-mapping';
import type { RequestedImage } from './launch-source';

/** EC2: RunInstances. */
export interface LaunchWish {
  readonly launchId: string;
  /** For whom: the ground is theirs, and so are the instances. Read like the image. */
  readonly by: Standing;
  readonly region: string;
  readonly zone: string;
  readonly imageId: string;
  /** What was asked for, and led to the image. */
  readonly requested: RequestedImage;
  /** Read for this decision, and not before it was asked for. */
  readonly image: ImageState;
  readonly imageRevision: number;
  /** What the account has set where it launches, read for this decision as well. */
  readonly allowedImages: AllowedImages;
  /** What the account may launch instead, looked up where the image is deprecated. */
  readonly replacement?: string;
  /** When it is asked for. */
  readonly at: Date;
  /** Those of its snapshots that the ledger made. */
  readonly snapshots: ReadonlyMap<string, KnownSnapshot>;
  readonly instanceType: string;
  readonly minCount: number;
  readonly maxCount: number;
  readonly blockDeviceMappings: readonly BlockDeviceMapping[];
  readonly tags: Tags;
}

const INSTANCE_TYPE = /^[a-z0-9-]+\.[a-z0-9]+$/;
export const MAX_INSTANCES = 1_000;

/** Throws what keeps the account from launching the image, and then what is wrong with the wish. */
export function requestLaunch({ image, by, ...wish }: LaunchWish): LaunchRequestedData {
  const { launchId, imageId, region, requested, minCount, maxCount } = wish;
  const pointer = 'imageId' in requested ? '/imageId' : '/family';
  refuseFamilyOfOthers({ ...wish, image, by });
  const allowance = allowanceOf({ ...wish, image, by, pointer });
  const ground = launchGround(image, imageId, by, wish.at, pointer);
  if (image.kind === 'unknown') throw new UnknownImage(imageId, pointer);
  // Another region's image does not exist here.
  if (image.created.region !== region) throw new UnknownImage(imageId, pointer).asHidden();
  checkWish(wish);
  const { rootDeviceName } = image.created;
  const { blockDeviceMappings: overrides, snapshots } = wish;
  const blockDeviceMappings = launchMapping(image.created, overrides, snapshots, pointer);
  const volumes = volumesOf(blockDeviceMappings).length;
  return {
    launchId,
    ownerId: by.account,
    region,
    zone: wish.zone,
    imageId,
    imageRevision: wish.imageRevision,
    ...ground,
    ...allowance,
    ...deprecationOf(image, wish),
    instanceType: wish.instanceType,
    minCount,
    maxCount,
    rootDeviceName,
    blockDeviceMappings,
    tags: wish.tags,
    requested,
    instances: numbers(maxCount).map((index) => plannedInstance(resourceIdOf('i', launchId, index), volumes)),
  };
}

function deprecationOf(
  image: ExistingImage,
  { replacement, at }: Pick<LaunchWish, 'replacement' | 'at'>,
): Pick<LaunchRequestedData, 'imageDeprecated'> {
  if (!isDeprecatedAt(image, at)) return {};
  return { imageDeprecated: replacement === undefined ? {} : { replacement } };
}

/** To who may not know of the image that it leads to, another account's family does not exist. */
export function refuseFamilyOfOthers({
  requested,
  image,
  region,
  by,
  at,
}: Pick<LaunchWish, 'requested' | 'image' | 'region' | 'by' | 'at'>): void {
  if ('imageId' in requested || requested.family.ownerId === by.account) return;
  const isKnown = image.kind === 'existing' && image.created.region === region && isVisibleTo(image, by, at);
  const { ownerId, name } = requested.family;
  if (!isKnown) throw new UnknownFamily(ownerId, name, '/family').asHidden();
}

function checkWish(wish: Omit<LaunchWish, 'image' | 'by'>): void {
  const { region, zone, instanceType, minCount, maxCount, tags } = wish;
  if (!INSTANCE_TYPE.test(instanceType)) {
    throw new InvalidField('an instance type is a family and a size, such as m7g.large', '/instanceType');
  }
  if (!isCount(maxCount)) {
    throw new InvalidField(`a launch gives 1 to ${MAX_INSTANCES} instances`, '/maxCount');
  }
  if (!isCount(minCount) || minCount > maxCount) {
    throw new InvalidField('minCount is 1 to maxCount', '/minCount');
  }
  checkZone(zone, region);
  checkTags(tags, '/tags');
}

const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1 && count <= MAX_INSTANCES;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const plannedInstance = (
  instanceId: string,
  volumes: number,
): { readonly instanceId: string; readonly volumeIds: readonly string[] } => ({
  instanceId,
  volumeIds: numbers(volumes).map((index) => resourceIdOf('vol', instanceId, index)),
});
