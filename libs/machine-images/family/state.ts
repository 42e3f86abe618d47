import type { FamilyCreatedData, FamilyEvent } from './events';

export interface ImageVersion {
  readonly imageId: string;
  readonly revoked: boolean;
}

/** The versions that a channel has pointed at and not been rolled back from, oldest first; it points at the last. */
export type ChannelPath = readonly number[];

export interface ExistingFamily {
  readonly kind: 'existing';
  readonly created: FamilyCreatedData;
  readonly creationDate: Date;
  /** Version 1 first. */
  readonly versions: readonly ImageVersion[];
  /** Those that people set; `latest` follows from the versions. */
  readonly channels: ReadonlyMap<string, ChannelPath>;
}

export type FamilyState = { readonly kind: 'unknown' } | ExistingFamily;

export const unknownFamily: FamilyState = { kind: 'unknown' };

export function evolve(state: FamilyState, event: FamilyEvent, recordedAt: Date): FamilyState {
  if (event.type === 'FamilyCreated') {
    const created = event.data;
    return { kind: 'existing', created, creationDate: recordedAt, versions: [], channels: new Map() };
  }
  return state.kind === 'unknown' ? state : evolveExisting(state, event);
}

function evolveExisting(
  family: ExistingFamily,
  event: Exclude<FamilyEvent, { type: 'FamilyCreated' }>,
): ExistingFamily {
  switch (event.type) {
    case 'ImageVersionPublished': {
      const { imageId } = event.data;
      return { ...family, versions: [...family.versions, { imageId, revoked: false }] };
    }
    case 'ChannelPromoted':
      return withChannel(family, event.data.channel, [...pathOf(family, event.data.channel), event.data.to]);
    case 'ChannelRolledBack':
      return withChannel(
        family,
        event.data.channel,
        event.data.path ?? backTo(event.data.to, pathOf(family, event.data.channel)),
      );
    case 'ImageVersionRevoked':
      return withRevoked(family, event.data.version, true);
    case 'ImageVersionReinstated':
      return withRevoked(family, event.data.version, false);
  }
}

export const pathOf = ({ channels }: ExistingFamily, channel: string): ChannelPath =>
  channels.get(channel) ?? [];

/** The path as it was when the channel last pointed at the version. */
const backTo = (version: number | undefined, path: ChannelPath): ChannelPath =>
  version === undefined ? [] : path.slice(0, path.lastIndexOf(version, path.length - 2) + 1);

const withChannel = (family: ExistingFamily, channel: string, path: ChannelPath): ExistingFamily => ({
  ...family,
  channels: new Map(family.channels).set(channel, path),
});

export const withRevoked = (family: ExistingFamily, version: number, revoked: boolean): ExistingFamily => ({
  ...family,
  versions: family.versions.map((known, index) => (index === version - 1 ? { ...known, revoked } : known)),
});
