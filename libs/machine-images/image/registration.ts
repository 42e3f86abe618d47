import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { checkMapping } from '../block-device/check-mapping';
import { InvalidField } from '../identifiers';
import { checkTags, type Tags } from '../tags';
import { InvalidImageName } from './errors';

export type Architecture = 'i386' | 'x86_64' | 'arm64' | 'x86_64_mac' | 'arm64_mac';

/** What an image is: its content, which never changes once it is available. EC2: the action RegisterImage. */
export interface ImageContent {
  readonly architecture: Architecture;
  readonly virtualizationType: 'hvm' | 'paravirtual';
  readonly rootDeviceName: string;
  readonly blockDeviceMappings: readonly BlockDeviceMapping[];
  readonly bootMode?: 'legacy-bios' | 'uefi' | 'uefi-preferred';
  readonly enaSupport?: boolean;
  readonly sriovNetSupport?: 'simple';
  readonly imdsSupport?: 'v2.0';
  readonly tpmSupport?: 'v2.0';
}

/** What an image was made of. */
export type ImageOrigin =
  | { readonly kind: 'snapshots' }
  | { readonly kind: 'instance'; readonly instanceId: string }
  | { readonly kind: 'copy'; readonly imageId: string; readonly region: string };

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
}

const NAME = /^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/;
const MAX_DESCRIPTION = 255;

/** Throws what keeps the image from being made. Pointers are relative to the registration and its content. */
export function checkRegistration({ name, description, content, tags }: ImageRegistration): void {
  if (!NAME.test(name)) throw new InvalidImageName();
  if (description !== undefined) checkDescription(description);
  checkTags(tags, '/tags');
  checkMapping(content.blockDeviceMappings, content.rootDeviceName);
}

export function checkDescription(description: string): void {
  if (description.length > MAX_DESCRIPTION) {
    throw new InvalidField(`a description has at most ${MAX_DESCRIPTION} characters`, '/description');
  }
}
