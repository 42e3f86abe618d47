import type { FamilyEvent } from '#machine-images';

/** What an event makes of the aspects it touches: the value afterwards, or null for what is gone. */
export function familyAspects({ type, data }: FamilyEvent): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'FamilyCreated':
      return data.description === undefined ? {} : { description: data.description };
    case 'ImageVersionPublished':
      return { [`versions/${data.version}`]: data.imageId };
    case 'ChannelPromoted':
    case 'ChannelRolledBack':
    case 'ChannelRestored':
      return { [`channels/${data.channel}`]: data.to ?? null };
    case 'ImageVersionRevoked':
      return { [`revoked/${data.version}`]: true };
    case 'ImageVersionReinstated':
      return { [`revoked/${data.version}`]: null };
  }
}
