import type { FamilyId, RequestedImage } from '#machine-images';

/** What is asked of a family, or of nothing: the same wish, the same text, and in the order of families. */
export function askedFor(asked: RequestedImage): string {
  if ('imageId' in asked) return '';
  const { family, channel, version } = asked;
  return channel === undefined ? askedForVersion(family, version) : askedForChannel(family, channel);
}

export const askedForChannel = (family: FamilyId, channel: string): string =>
  `${askedOfFamily(family)}${channel}`;

const askedForVersion = (family: FamilyId, version: number): string => `${askedOfFamily(family)}#${version}`;

/** What every wish of a family begins with. */
export const askedOfFamily = ({ ownerId, name }: FamilyId): string => `${ownerId}/${name}/`;

export interface Asked {
  readonly family: FamilyId;
  /** Absent where a version was asked for. */
  readonly channel?: string;
  readonly version?: number;
}

/** Undefined for an image. */
export function askedIn(text: string): Asked | undefined {
  if (text === '') return undefined;
  const [ownerId = '', name = '', wish = ''] = text.split('/');
  const family = { ownerId, name };
  return wish.startsWith('#') ? { family, version: Number(wish.slice(1)) } : { family, channel: wish };
}
