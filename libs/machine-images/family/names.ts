import { ChannelIsManaged, InvalidFamilyName } from './errors';

/** As Google Cloud names a family. */
const NAME = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Always the newest version that is not revoked. */
export const LATEST = 'latest';

/** Throws InvalidFamilyName. */
export function checkName(what: 'family' | 'channel', name: string, pointer: string): void {
  if (!NAME.test(name)) throw new InvalidFamilyName(what, pointer);
}

/** Throws ChannelIsManaged. */
export function refuseManaged(channel: string): void {
  if (channel === LATEST) throw new ChannelIsManaged(channel);
}
