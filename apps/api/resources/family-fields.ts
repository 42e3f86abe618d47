import { Type } from 'typebox';
import { nameSchema } from '../http/named-schemas';
import { AccountId, ActorAnswer, Time } from './fields';

const NAME = '^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$';

export const FamilyName = Type.String({
  pattern: NAME,
  description: '1 to 63 of a-z, 0-9 and -; begins with a letter and does not end with -.',
  examples: ['web'],
});

export const ChannelName = Type.String({
  pattern: NAME,
  description:
    'As a family is named. `latest` is the newest version that is not revoked, and moves by itself.',
  examples: ['prod'],
});

export const FamilyParams = Type.Object({ family: FamilyName });
export const ChannelParams = Type.Object({ family: FamilyName, channel: ChannelName });

/** A family is named within its owner. */
export const FamilyOwner = Type.Optional({
  ...AccountId,
  description: 'The account that the family belongs to; by default the caller’s.',
});

export const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: '1, 2, 3 …' });
export const VersionParams = Type.Object({ family: FamilyName, version: Version });

export const Channel = nameSchema(
  'Channel',
  Type.Object({
    channel: Type.String(),
    version: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Null where no good version is left to point at.',
    }),
    imageId: Type.Union([Type.String(), Type.Null()]),
    since: Type.Optional(Time),
  }),
);

export const Family = nameSchema(
  'Family',
  Type.Object({
    ownerId: Type.String(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    creationDate: Time,
    versions: Type.Integer({ description: 'How many were published.' }),
    channels: Type.Array(Channel),
    revision: Type.Optional(
      Type.Integer({ description: 'Of the family’s stream; the ETag. Absent with `asOf`.' }),
    ),
  }),
);

export const FamilySummary = nameSchema(
  'FamilySummary',
  Type.Object({
    ownerId: Type.String(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    creationDate: Time,
  }),
);

export const ImageVersion = nameSchema(
  'ImageVersion',
  Type.Object({
    version: Version,
    imageId: Type.String(),
    revoked: Type.Boolean(),
    publicationDate: Time,
    lastLaunchedTime: Type.Optional(Time),
  }),
);

export const ChannelMovement = nameSchema(
  'ChannelMovement',
  Type.Object({
    event: Type.String({ examples: ['ChannelPromoted'] }),
    from: Type.Union([Type.Integer(), Type.Null()]),
    to: Type.Union([Type.Integer(), Type.Null()]),
    at: Type.String({
      format: 'date-time',
      description:
        'From when on. A channel leaves an image that is revoked as of the revocation, whenever that is recorded.',
    }),
    actor: ActorAnswer,
    reason: Type.Union([Type.String(), Type.Null()]),
    correlationId: Type.String(),
  }),
);
