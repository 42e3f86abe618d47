import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { checkMapping } from '../block-device/check-mapping';
import { InvalidField } from '../identifiers';
import { checkTags, type Tags } from '../tags';
import { InvalidImageName } from './errors';

export type Architecture = 'i386' | 'x86_64' | 'arm64' | 'x86_64_mac' | 'arm64_mac';

/** What an image is: its content, which never changes once it is available. EC2: the action RegisterImage. */
export interface ImageContent {
  /** Absent where an image was adopted that did not say. */
  readonly architecture?: Architecture;
  readonly virtualizationType?: 'hvm' | 'paravirtual';
  readonly rootDeviceName: string;
  readonly blockDeviceMappings: readonly BlockDeviceMapping[];
  readonly bootMode?: 'legacy-bios' | 'uefi' | 'uefi-preferred';
  readonly enaSupport?: boolean;
  readonly sriovNetSupport?: 'simple';
  readonly imdsSupport?: 'v2.0';
  readonly tpmSupport?: 'v2.0';
}

/** What an image has besides its devices goes on to those that are made of it. */
export const contentWith = (
  { rootDeviceName, ...image }: ImageContent,
  blockDeviceMappings: readonly BlockDeviceMapping[],
): ImageContent => ({
  ...{ rootDeviceName, blockDeviceMappings },
  ...(image.architecture === undefined ? {} : { architecture: image.architecture }),
  ...(image.virtualizationType === undefined ? {} : { virtualizationType: image.virtualizationType }),
  ...(image.bootMode === undefined ? {} : { bootMode: image.bootMode }),
  ...(image.enaSupport === undefined ? {} : { enaSupport: image.enaSupport }),
  ...(image.sriovNetSupport === undefined ? {} : { sriovNetSupport: image.sriovNetSupport }),
  ...(image.imdsSupport === undefined ? {} : { imdsSupport: image.imdsSupport }),
  ...(image.tpmSupport === undefined ? {} : { tpmSupport: image.tpmSupport }),
});

/** What an image is made of. */
export type ImageOrigin =
  | { readonly kind: 'snapshots' }
  | { readonly kind: 'instance'; readonly instanceId: string }
  /** `region` is where the other image is. */
  | { readonly kind: 'copy'; readonly imageId: string; readonly region: string };

/** A snapshot that is made for the image, of a volume or of another snapshot. */
export interface PlannedSnapshot {
  readonly snapshotId: string;
  readonly volumeId?: string;
  readonly sourceSnapshotId?: string;
  readonly volumeSize: number;
  readonly encrypted: boolean;
}

/** What the provider has to do before the image is available. */
export interface ImageWork {
  readonly snapshots: readonly PlannedSnapshot[];
  /** The instance goes on running meanwhile. */
  readonly noReboot?: boolean;
}

/** Everything that making an image takes, so that whoever finishes it needs nothing else. */
export interface ImageRegistration {
  readonly imageId: string;
  readonly ownerId: string;
  readonly region: string;
  readonly name: string;
  readonly description?: string;
  readonly origin: ImageOrigin;
  readonly content: ImageContent;
  readonly tags: Tags;
  /** Of its owner: what it is the next version of once it is available. */
  readonly family?: { readonly name: string };
  /** Absent where everything is there already. */
  readonly work?: ImageWork;
}

const NAME = /^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/;
const MAX_DESCRIPTION = 255;

/** Throws what keeps the image from being made. Pointers are relative to the registration and its content. */
export function checkRegistration({ name, description, origin, content, tags }: ImageRegistration): void {
  if (!NAME.test(name)) throw new InvalidImageName();
  if (description !== undefined) checkDescription(description);
  checkTags(tags, '/tags');
  // What comes from an instance or another image was made up by the ledger.
  if (origin.kind === 'snapshots') checkMapping(content.blockDeviceMappings, content.rootDeviceName);
}

export function checkDescription(description: string): void {
  if (description.length > MAX_DESCRIPTION) {
    throw new InvalidField(`a description has at most ${MAX_DESCRIPTION} characters`, '/description');
  }
}
