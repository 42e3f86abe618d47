import { givenFor } from '../../../test/support/given';
import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type {
  CancelDeprecation,
  ChangeLaunchPermissions,
  CreateImage,
  DeregisterImage,
  DescribeImage,
  ReplaceTags,
  ScheduleDeprecation,
} from './commands';
import type { ImageEvent } from './events';
import { images } from './image';
import type { LaunchPrincipal } from './launch-principal';
import type { ImageContent, ImageRegistration } from './registration';

export const IMAGE = 'ami-0123456789abcdef0';
export const SNAPSHOT = 'snap-0123456789abcdef0';

export const owner: Principal = { account: '111122223333', administrator: false };
export const stranger: Principal = { account: '444455556666', administrator: false };
export const administrator: Principal = { account: '999900000000', administrator: true };

export const everybody: LaunchPrincipal = { group: 'all' };
export const account = (userId: string): LaunchPrincipal => ({ userId });

const ORGANIZATIONS = 'arn:aws:organizations::999988887777';
export const organization = (id: string): LaunchPrincipal => ({
  organizationArn: `${ORGANIZATIONS}:organization/${id}`,
});
export const unitOf = (id: string, unit: string): LaunchPrincipal => ({
  organizationalUnitArn: `${ORGANIZATIONS}:ou/${id}/${unit}`,
});

export const rootVolume: BlockDeviceMapping = { deviceName: '/dev/xvda', ebs: { snapshotId: SNAPSHOT } };
export const encryptedVolume: BlockDeviceMapping = {
  deviceName: '/dev/sdf',
  ebs: { volumeSize: 8, encrypted: true },
};

export const content = (overrides: Partial<ImageContent> = {}): ImageContent => ({
  architecture: 'x86_64',
  virtualizationType: 'hvm',
  rootDeviceName: '/dev/xvda',
  blockDeviceMappings: [rootVolume],
  ...overrides,
});

export const registration = (overrides: Partial<ImageRegistration> = {}): ImageRegistration => ({
  imageId: IMAGE,
  ownerId: owner.account,
  region: 'us-east-1',
  name: 'web 1.0',
  origin: { kind: 'snapshots' },
  content: content(),
  tags: {},
  ...overrides,
});

// What happened

export function created(overrides: Partial<ImageRegistration> = {}): ImageEvent {
  const { content, ...identity } = registration(overrides);
  return { type: 'ImageCreated', data: { ...identity, ...content, rootDeviceType: 'ebs' } };
}
export const becameAvailable: ImageEvent = { type: 'ImageBecameAvailable', data: { imageId: IMAGE } };
export const described = (description: string): ImageEvent => ({
  type: 'ImageDescribed',
  data: { imageId: IMAGE, description },
});
export const tagged = (tags: Tags): ImageEvent => ({ type: 'ImageTagged', data: { imageId: IMAGE, tags } });
export const untagged = (...keys: readonly string[]): ImageEvent => ({
  type: 'ImageUntagged',
  data: { imageId: IMAGE, keys },
});
export const granted = (principal: LaunchPrincipal): ImageEvent => ({
  type: 'LaunchPermissionGranted',
  data: { imageId: IMAGE, principal },
});
export const revoked = (principal: LaunchPrincipal): ImageEvent => ({
  type: 'LaunchPermissionRevoked',
  data: { imageId: IMAGE, principal },
});
export const deregistered: ImageEvent = { type: 'ImageDeregistered', data: { imageId: IMAGE } };

export const deprecationScheduled = (deprecateAt: string): ImageEvent => ({
  type: 'ImageDeprecationScheduled',
  data: { imageId: IMAGE, deprecateAt },
});
export const deprecationCancelled: ImageEvent = {
  type: 'ImageDeprecationCancelled',
  data: { imageId: IMAGE },
};

// What is asked for

/** When it is asked for, unless a spec says otherwise. */
export const TODAY = new Date('2026-02-01T12:00:00.000Z');

export const create = (overrides: Partial<ImageRegistration> = {}): CreateImage => ({
  type: 'CreateImage',
  registration: registration(overrides),
});
export const describeAs = (description: string, by = owner): DescribeImage => ({
  type: 'DescribeImage',
  imageId: IMAGE,
  by,
  description,
});
export const replaceTags = (tags: Tags, by = owner): ReplaceTags => ({
  type: 'ReplaceTags',
  imageId: IMAGE,
  by,
  tags,
});
export const changePermissions = (
  { add = [], remove = [] }: Partial<Pick<ChangeLaunchPermissions, 'add' | 'remove'>>,
  by = owner,
): ChangeLaunchPermissions => ({ type: 'ChangeLaunchPermissions', imageId: IMAGE, by, add, remove });
export const grant = (...add: readonly LaunchPrincipal[]): ChangeLaunchPermissions =>
  changePermissions({ add });
export const revoke = (...remove: readonly LaunchPrincipal[]): ChangeLaunchPermissions =>
  changePermissions({ remove });
export const scheduleDeprecation = (deprecateAt: string, at = TODAY, by = owner): ScheduleDeprecation => ({
  type: 'ScheduleDeprecation',
  imageId: IMAGE,
  by,
  deprecateAt: new Date(deprecateAt),
  at,
});
export const cancelDeprecation = (by = owner): CancelDeprecation => ({
  type: 'CancelDeprecation',
  imageId: IMAGE,
  by,
});
export const deregister = (by = owner): DeregisterImage => ({ type: 'DeregisterImage', imageId: IMAGE, by });

export const given = givenFor(images.decider);
export const givenAnImage = (...history: readonly ImageEvent[]): ReturnType<typeof given> =>
  given(created(), becameAvailable, ...history);
