import { Type } from 'typebox';
import { InvalidField, LATEST, type FamilySource } from '#machine-images';
import { ChannelName, FamilyName, FamilyOwner, Version } from './family-fields';

/** Fields of a body that names a family, and what of it. */
export const familySource = {
  family: Type.Optional(
    Type.Object(
      { name: FamilyName, ownerId: FamilyOwner },
      {
        additionalProperties: false,
        description: 'Instead of an image: what the channel or the version leads to at this moment.',
      },
    ),
  ),
  channel: Type.Optional({ ...ChannelName, description: 'Of the family; latest by default.' }),
  version: Type.Optional({ ...Version, description: 'Of the family, instead of a channel.' }),
};

export interface NamedFamily {
  readonly family: { readonly name: string; readonly ownerId?: string } | undefined;
  readonly channel: string | undefined;
  readonly version: number | undefined;
}

/** Undefined where none is named. Throws InvalidField. */
export function familySourceOf(
  { family, channel, version }: NamedFamily,
  account: string,
): FamilySource | undefined {
  if (family === undefined) {
    refuseBesides('without a family', { channel, version });
    return undefined;
  }
  const id = { ownerId: family.ownerId ?? account, name: family.name };
  if (version === undefined) return { kind: 'channel', family: id, channel: channel ?? LATEST };
  refuseBesides('by a version', { channel });
  return { kind: 'version', family: id, version };
}

/** Throws InvalidField. */
export function refuseBesides(how: string, others: Readonly<Record<string, unknown>>): void {
  const [besides] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (besides !== undefined) throw new InvalidField(`a wish ${how} names no ${besides}`, `/${besides}`);
}
