import { Type } from 'typebox';
import { nameSchema } from '../http/named-schemas';
import { AccountId, ActorAnswer, Tags, Time } from './fields';
import { Grounds, LaunchPrincipal } from './image-fields';

export const InstanceIdParams = Type.Object({
  instanceId: Type.String({ format: 'instance-id', examples: ['i-0abcdef1234567890'] }),
});

export const INSTANCE_STATES = ['pending', 'running', 'stopped', 'terminated'] as const;

const InstanceDevice = Type.Object({
  deviceName: Type.String(),
  ebs: Type.Object({ volumeId: Type.String(), deleteOnTermination: Type.Boolean() }),
});

export const RequestedImage = nameSchema(
  'RequestedImage',
  Type.Union(
    [
      Type.Object({ imageId: Type.String() }, { additionalProperties: false }),
      Type.Object(
        {
          family: Type.Object({ ownerId: AccountId, name: Type.String() }),
          channel: Type.Optional(Type.String()),
          version: Type.Integer({ description: 'What the family came to when the launch was decided.' }),
        },
        { additionalProperties: false },
      ),
    ],
    { description: 'What was asked for, and led to the image.' },
  ),
);

/** What everybody may know of an instance who may know of it at all. */
const usage = {
  instanceId: Type.String(),
  ownerId: AccountId,
  region: Type.String(),
  zone: Type.Optional(Type.String()),
  state: Type.Enum([...INSTANCE_STATES]),
  imageId: Type.Optional(Type.String()),
  imageRevision: Type.Optional(
    Type.Integer({ description: 'Of the image’s stream, as the launch was decided on.' }),
  ),
  grounds: Type.Optional(Grounds),
  grantedTo: Type.Optional(LaunchPrincipal),
  requested: Type.Optional(RequestedImage),
  instanceType: Type.Optional(Type.String()),
  launchId: Type.Optional(Type.String()),
  launchIndex: Type.Optional(Type.Integer()),
  launchTime: Time,
  adoptionTime: Type.Optional(
    Type.String({
      format: 'date-time',
      description:
        'When the ledger came to know of an instance that it did not launch: nothing is known from before, and of its launch what it says itself.',
    }),
  ),
  terminationTime: Type.Optional(Time),
};

export const Instance = nameSchema(
  'Instance',
  Type.Object({
    ...usage,
    rootDeviceName: Type.Optional(Type.String()),
    rootVolumeImageId: Type.Optional(
      Type.String({
        description:
          'The image that its root volume is from: another than imageId once it was replaced. Absent where it has ' +
          'no root volume, or one of which the ledger does not know.',
      }),
    ),
    blockDeviceMappings: Type.Array(InstanceDevice, { description: 'The volumes that it has now.' }),
    tags: Tags,
    revision: Type.Integer({ description: 'Of the instance’s stream; the ETag.' }),
  }),
);

const usageOfImage = {
  ...usage,
  runsImage: Type.Boolean({
    description: 'Whether its root volume is from the image: not any more, once it was replaced by another.',
  }),
  launchedBy: Type.Union([ActorAnswer, Type.Null()], {
    description: 'Null to the image’s owner where another account launched it, and of an adopted instance.',
  }),
};

export const ImageUsage = nameSchema('ImageUsage', Type.Object(usageOfImage));

export const FamilyUsage = nameSchema(
  'FamilyUsage',
  Type.Object({ version: Type.Integer({ description: 'Of the family.' }), ...usageOfImage }),
);

export const Launch = nameSchema(
  'Launch',
  Type.Object({
    launchId: Type.String(),
    ownerId: AccountId,
    imageId: Type.String(),
    requested: RequestedImage,
    state: Type.Enum(['requested', 'completed'], {
      description: 'Requested while the provider cannot be reached; it is finished later.',
    }),
    warnings: Type.Optional(
      Type.Array(
        Type.Object({
          code: Type.String(),
          message: Type.String(),
          replacement: Type.Optional(
            Type.Object(
              { imageId: Type.String() },
              { description: 'What the account may launch instead of a deprecated image.' },
            ),
          ),
        }),
        { description: 'What was let pass and might not be another time.' },
      ),
    ),
    instances: Type.Array(Instance, { description: 'Exactly what the launch gave so far.' }),
  }),
);
