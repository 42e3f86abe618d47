import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import type { Principal } from '../principal';
import type { LaunchPrincipal } from './launch-principal';
import type { ImageContent, ImageOrigin, ImageRegistration } from './registration';
import type { ImageRestoration } from './restoration';

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

export const restoration = (overrides: Partial<ImageRestoration> = {}): ImageRestoration => ({
  restorationId: 'r1',
  imageId: IMAGE,
  ownerId: owner.account,
  region: 'us-east-1',
  name: 'web 1.0',
  snapshotIds: [SNAPSHOT],
  number: 1,
  ...overrides,
});
/** One that the provider has to make. */
export const toBeMade = (origin: ImageOrigin = { kind: 'instance', instanceId: 'i-1' }): ImageRegistration =>
  registration({ origin, work: { snapshots: [] } });

/** When it is asked for, unless a spec says otherwise. */
export const TODAY = new Date('2026-02-01T12:00:00.000Z');
