import { Type } from 'typebox';
import { nameSchema } from '../http/named-schemas';
import { AccountId, Tags, Time } from './fields';

export const ImageIdParams = Type.Object({
  imageId: Type.String({ format: 'image-id', examples: ['ami-0abcdef1234567890'] }),
});

export const VolumeType = Type.Enum(['standard', 'gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1']);

/** Which sizes and rates go with which volume type is the domain's to say. */
const EbsBlockDevice = Type.Object(
  {
    snapshotId: Type.Optional(Type.String({ examples: ['snap-0123456789abcdef0'] })),
    volumeSize: Type.Optional(Type.Integer({ minimum: 1, description: 'GiB.' })),
    volumeType: Type.Optional(VolumeType),
    iops: Type.Optional(Type.Integer({ minimum: 1 })),
    throughput: Type.Optional(Type.Integer({ minimum: 1, description: 'MiB/s.' })),
    encrypted: Type.Optional(Type.Boolean()),
    kmsKeyId: Type.Optional(Type.String({ minLength: 1, maxLength: 2_048 })),
    deleteOnTermination: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** A device name and what stands behind it: a volume (`ebs`), an instance store (`virtualName`) or nothing (`noDevice`). */
export const BlockDeviceMapping = nameSchema(
  'BlockDeviceMapping',
  Type.Object(
    {
      deviceName: Type.String({ minLength: 1, maxLength: 255, examples: ['/dev/xvda'] }),
      ebs: Type.Optional(EbsBlockDevice),
      virtualName: Type.Optional(Type.String({ maxLength: 255, examples: ['ephemeral0'] })),
      noDevice: Type.Optional(Type.Literal('')),
    },
    { additionalProperties: false },
  ),
);

export const Architecture = Type.Enum(['i386', 'x86_64', 'arm64', 'x86_64_mac', 'arm64_mac']);
export const VirtualizationType = Type.Enum(['hvm', 'paravirtual']);
export const BootMode = Type.Enum(['legacy-bios', 'uefi', 'uefi-preferred']);

/** What an image is made with besides its devices; all of it as in the EC2 action RegisterImage. */
export const imageAttributes = {
  bootMode: Type.Optional(BootMode),
  enaSupport: Type.Optional(Type.Boolean()),
  sriovNetSupport: Type.Optional(Type.Enum(['simple'])),
  imdsSupport: Type.Optional(Type.Enum(['v2.0'])),
  tpmSupport: Type.Optional(Type.Enum(['v2.0'])),
};

/** Bare ids are for the domain to refuse, by EC2's code. */
const OrganizationArn = Type.String({
  maxLength: 255,
  description: 'Every account of the organization.',
  examples: ['arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5'],
});
const OrganizationalUnitArn = Type.String({
  maxLength: 255,
  description: 'Every account in the unit or below it.',
  examples: ['arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/ou-ab12-11111111'],
});

export const Grounds = Type.Enum(['owner', 'public', 'account', 'organization', 'organizational-unit'], {
  description: 'Why the account may launch the image.',
});

/** A principal that may launch an image besides its owner. */
export const LaunchPrincipal = nameSchema(
  'LaunchPrincipal',
  Type.Union([
    Type.Object({ userId: AccountId }, { additionalProperties: false }),
    Type.Object({ group: Type.Literal('all') }, { additionalProperties: false }),
    Type.Object({ organizationArn: OrganizationArn }, { additionalProperties: false }),
    Type.Object({ organizationalUnitArn: OrganizationalUnitArn }, { additionalProperties: false }),
  ]),
);

export const Consent = Type.Enum(['not-asked', 'pending', 'accepted', 'rejected'], {
  description: 'Whether an account was asked to accept, and what it said.',
});

const terms = {
  expiresAt: Type.Optional(
    Type.String({
      format: 'date-time',
      description:
        'Launches are allowed until this time (RFC 3339), and no longer at it. It is in the future, and takes effect by itself.',
    }),
  ),
};

/** A launch permission as it is asked for. */
export const LaunchGrant = nameSchema(
  'LaunchGrant',
  Type.Union([
    Type.Object(
      {
        userId: AccountId,
        ...terms,
        requiresAcceptance: Type.Optional(
          Type.Boolean({ description: 'The account may launch the image once it has accepted.' }),
        ),
      },
      { additionalProperties: false },
    ),
    Type.Object({ group: Type.Literal('all'), ...terms }, { additionalProperties: false }),
    Type.Object({ organizationArn: OrganizationArn, ...terms }, { additionalProperties: false }),
    Type.Object({ organizationalUnitArn: OrganizationalUnitArn, ...terms }, { additionalProperties: false }),
  ]),
);

export const IMAGE_STATES = ['pending', 'available', 'failed', 'disabled', 'deregistered'] as const;

/** Why an image is revoked; it may be so for several causes at once. */
const revocation = {
  cause: Type.Object({
    kind: Type.Enum(['by-hand', 'cascade'], {
      description: 'Somebody asked for it; or it was revoked together with all that came of it.',
    }),
    cascadeId: Type.Optional(
      Type.String({ description: 'The correlation id of all that the cascade brought about.' }),
    ),
    inheritedFrom: Type.Optional(Type.String({ description: 'The image that the cascade began at.' })),
  }),
  reason: Type.Optional(
    Type.String({ description: 'In the words of who revoked it. The answer to a write leaves it out.' }),
  ),
};
const Revocation = Type.Object({ ...revocation, since: Time });

const ImageOrigin = Type.Union(
  [
    Type.Object({ kind: Type.Literal('snapshots') }),
    Type.Object({ kind: Type.Literal('instance'), instanceId: Type.String() }),
    Type.Object({ kind: Type.Literal('copy'), imageId: Type.String(), region: Type.String() }),
    Type.Object({ kind: Type.Literal('adopted') }),
  ],
  { description: 'What it was made of.' },
);

export const Image = nameSchema(
  'Image',
  Type.Object({
    imageId: Type.String(),
    ownerId: AccountId,
    region: Type.String(),
    name: Type.Optional(Type.String({ description: 'An adopted image may have none.' })),
    description: Type.Optional(Type.String()),
    state: Type.Enum(IMAGE_STATES),
    stateReason: Type.Optional(Type.Object({ message: Type.String({ description: 'Why it failed.' }) })),
    visibility: Type.Enum(['private', 'public', 'shared']),
    public: Type.Boolean(),
    creationDate: Time,
    adoptionTime: Type.Optional(
      Type.String({
        format: 'date-time',
        description:
          'When the ledger came to know of an image that it did not make: nothing is known from before.',
      }),
    ),
    lastLaunchedTime: Type.Optional({
      ...Time,
      description:
        'By whomever; for its owner, auditors and platform administrators. Absent where it never was.',
    }),
    deprecationTime: Type.Optional(Time),
    replacement: Type.Optional(
      Type.String({ description: 'The image to launch instead; its owner’s to see.' }),
    ),
    deprecated: Type.Boolean({
      description: 'Others no longer find it in lists; who may launch it still may.',
    }),
    deregistrationTime: Type.Optional(Time),
    retainedUntil: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'A deregistered image is in the Recycle Bin, and may be restored, until then.',
      }),
    ),
    retentionRuleId: Type.Optional(Type.String({ description: 'The rule by which it is retained.' })),
    deregistrationProtection: Type.Enum(['disabled', 'enabled', 'enabled-with-cooldown']),
    cooldownEndTime: Type.Optional(
      Type.String({
        format: 'date-time',
        description:
          'While a cooldown runs: until then the image cannot be deregistered, even without protection.',
      }),
    ),
    revoked: Type.Boolean({ description: 'Nobody launches it.' }),
    revocations: Type.Optional(Type.Array(Revocation)),
    scheduledRevocation: Type.Optional(Type.Object({ ...revocation, revokeAt: Time })),
    revokedAncestors: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'A warning: cascades of revocations by other accounts, that began at images which this one came of.',
      }),
    ),
    origin: ImageOrigin,
    architecture: Type.Optional(Architecture),
    virtualizationType: Type.Optional(VirtualizationType),
    rootDeviceName: Type.Optional(Type.String()),
    rootDeviceType: Type.Enum(['ebs', 'instance-store']),
    ...imageAttributes,
    blockDeviceMappings: Type.Array(BlockDeviceMapping),
    imageAllowed: Type.Optional(
      Type.Boolean({
        description: 'Whether the caller’s account would allow itself the image; told in audit mode only.',
      }),
    ),
    tags: Type.Optional(Tags),
    revision: Type.Integer({ description: 'Of the image’s stream; the ETag.' }),
  }),
);
