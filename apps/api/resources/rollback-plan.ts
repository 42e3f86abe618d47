import { Type, type TSchema } from 'typebox';
import { nameSchema } from '../http/named-schemas';
import { AccountId } from './fields';
import { LaunchPrincipal } from './image-fields';
import { INSTANCE_STATES, RequestedImage } from './instance-fields';

const AffectedInstances = nameSchema(
  'AffectedInstances',
  Type.Object({
    count: Type.Integer(),
    items: Type.Array(
      Type.Object({
        instanceId: Type.String(),
        ownerId: AccountId,
        state: Type.Enum([...INSTANCE_STATES]),
        imageId: Type.Union([Type.String(), Type.Null()], { description: 'What it runs, if that is known.' }),
        version: Type.Union([Type.Integer(), Type.Null()], {
          description: 'Which version of a family that is.',
        }),
      }),
      { description: 'The first 20.' },
    ),
  }),
);

const AccessChange = nameSchema(
  'AccessChange',
  Type.Object(
    { gain: Type.Array(LaunchPrincipal), lose: Type.Array(LaunchPrincipal) },
    {
      description:
        'Who may launch what they could not, and who no longer may. Its owner is named as an account.',
    },
  ),
);

const planOf = (
  name: string,
  side: TSchema,
  instances: string,
  further: Record<string, TSchema> = {},
): TSchema =>
  nameSchema(
    name,
    Type.Object({
      undo: Type.Optional(Type.String()),
      before: side,
      after: side,
      ...further,
      access: AccessChange,
      instances: Type.Object(AffectedInstances.properties, { description: instances }),
    }),
  );

export const ImagePlan = planOf(
  'ImagePlan',
  Type.Record(Type.String(), Type.Unknown(), {
    description:
      'What changes alone: `state`, `description`, `deprecationTime`, `launchPermissions`, `tags`.',
  }),
  'What runs the image, and goes on.',
);

export const ChannelPlan = planOf(
  'ChannelPlan',
  Type.Object({
    version: Type.Union([Type.Integer(), Type.Null()]),
    imageId: Type.Union([Type.String(), Type.Null()]),
  }),
  'What was asked to run what the channel says, and will run something else than it says then.',
);

export const ReplacementPlan = planOf(
  'ReplacementPlan',
  Type.Object({
    volumeId: Type.Optional(Type.String()),
    imageId: Type.Union([Type.String(), Type.Null()]),
    requested: RequestedImage,
    snapshotId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    size: Type.Optional(Type.Integer()),
    volumeType: Type.Optional(Type.String()),
    encrypted: Type.Optional(Type.Boolean()),
  }),
  'The instance itself.',
  {
    deleteReplacedRootVolume: Type.Boolean(),
    dataVolumes: Type.Array(Type.Object({ deviceName: Type.String(), volumeId: Type.String() }), {
      description: 'They stay.',
    }),
  },
);
