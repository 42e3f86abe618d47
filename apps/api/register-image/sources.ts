import { Type } from 'typebox';
import { oneOfKinds } from '../http/one-of-kinds';
import {
  Architecture,
  BlockDeviceMapping,
  imageAttributes,
  VirtualizationType,
} from '../resources/image-fields';

/** EC2: RegisterImage. */
const Snapshots = Type.Object(
  {
    kind: Type.Literal('snapshots'),
    architecture: Architecture,
    virtualizationType: Type.Optional(VirtualizationType),
    rootDeviceName: Type.String({ minLength: 1, maxLength: 255, examples: ['/dev/xvda'] }),
    blockDeviceMappings: Type.Array(BlockDeviceMapping, { minItems: 1, maxItems: 100 }),
    ...imageAttributes,
  },
  { additionalProperties: false },
);

/** EC2: CreateImage. */
const Instance = Type.Object(
  {
    kind: Type.Literal('instance'),
    instanceId: Type.String({ format: 'instance-id' }),
    noReboot: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Leave an instance that runs alone; its volumes may then be taken in the middle of a write.',
      }),
    ),
    blockDeviceMappings: Type.Optional(
      Type.Array(BlockDeviceMapping, {
        maxItems: 100,
        description:
          'Of a volume of the instance only `deleteOnTermination` can be changed, or it is left out (`noDevice`); other devices can be added.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** EC2: CopyImage. */
const Copy = Type.Object(
  {
    kind: Type.Literal('copy'),
    imageId: Type.String({ format: 'image-id' }),
    region: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'Where that image is; the region of the request by default.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** What an image is made of. */
export const Source = oneOfKinds(Snapshots, Instance, Copy);
