import type { FamilyEvent } from '#machine-images';

export interface Counted {
  /** How many. */
  readonly versions: number;
  readonly revoked: readonly number[];
}

export function counted({ versions, revoked }: Counted, { type, data }: FamilyEvent): Counted {
  switch (type) {
    case 'ImageVersionPublished':
      return { versions: data.version, revoked };
    case 'ImageVersionRevoked':
      return { versions, revoked: [...revoked, data.version] };
    case 'ImageVersionReinstated':
      return { versions, revoked: revoked.filter((version) => version !== data.version) };
    case 'FamilyCreated':
    case 'ChannelPromoted':
    case 'ChannelRolledBack':
    case 'ChannelRestored':
      return { versions, revoked };
  }
}

/** The newest version that is not revoked. */
export function newest(versions: number, revoked: readonly number[]): number | null {
  const bad = new Set(revoked);
  for (let version = versions; version > 0; version--) if (!bad.has(version)) return version;
  return null;
}
