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
  /** The paths that channels had before revocations moved them, for as long as nothing else did. */
  readonly displaced: ReadonlyMap<string, ChannelPath>;
}

export type FamilyState = { readonly kind: 'unknown' } | ExistingFamily;

export const unknownFamily: FamilyState = { kind: 'unknown' };

export function evolve(state: FamilyState, event: FamilyEvent, recordedAt: Date): FamilyState {
  if (event.type === 'FamilyCreated') {
    const created = event.data;
    const nothing = { versions: [], channels: new Map(), displaced: new Map() };
    return { kind: 'existing', created, creationDate: recordedAt, ...nothing };
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
      return promoted(family, event.data);
    case 'ChannelRolledBack':
      return rolledBack(family, event.data);
    case 'ChannelRestored':
      return restored(family, event.data);
    case 'ImageVersionRevoked':
      return withRevoked(family, event.data.version, true);
    case 'ImageVersionReinstated':
      return reinstated(family, event.data);
  }
}

export const pathOf = ({ channels }: ExistingFamily, channel: string): ChannelPath =>
  channels.get(channel) ?? [];

type DataOf<Type extends FamilyEvent['type']> = Extract<FamilyEvent, { type: Type }>['data'];

const promoted = (family: ExistingFamily, { channel, to }: DataOf<'ChannelPromoted'>): ExistingFamily => ({
  ...withChannel(family, channel, [...pathOf(family, channel), to]),
  displaced: without(family.displaced, channel),
});

function rolledBack(
  family: ExistingFamily,
  { channel, to, cause, path: given }: DataOf<'ChannelRolledBack'>,
): ExistingFamily {
  const path = pathOf(family, channel);
  const displaced =
    cause === undefined
      ? without(family.displaced, channel)
      : new Map([[channel, path], ...family.displaced]);
  return { ...withChannel(family, channel, given ?? backTo(to, path)), displaced };
}

function restored(family: ExistingFamily, { channel, to }: DataOf<'ChannelRestored'>): ExistingFamily {
  const before = family.displaced.get(channel) ?? [...pathOf(family, channel), to];
  const path = before.slice(0, before.lastIndexOf(to) + 1);
  const isWhole = path.length === before.length;
  return {
    ...withChannel(family, channel, path),
    displaced: isWhole ? without(family.displaced, channel) : family.displaced,
  };
}

/** By hand, a version does not draw channels back; from then on none is to come back to it. */
function reinstated(
  family: ExistingFamily,
  { version, undo }: DataOf<'ImageVersionReinstated'>,
): ExistingFamily {
  const after = withRevoked(family, version, false);
  if (undo !== undefined) return after;
  const given = [...family.displaced].map(([channel, path]) => {
    const now = pathOf(family, channel).at(-1);
    return [channel, path.filter((other) => other !== version || other === now)] as const;
  });
  return { ...after, displaced: new Map(given) };
}

function without<Value>(map: ReadonlyMap<string, Value>, gone: string): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([key]) => key !== gone));
}

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
