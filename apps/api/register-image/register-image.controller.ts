import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { Tags } from '../resources/fields';
import { imageLocation, imageOfState } from '../resources/image';
import {
  Architecture,
  BlockDeviceMapping,
  Image,
  imageAttributes,
  VirtualizationType,
} from '../resources/image-fields';
import { RegisterImage } from './register-image';

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

const registerImage = endpoint({
  method: 'POST',
  path: '/v1/images',
  allow: ['member'],
  writes: true,
  status: 201,
  tag: 'images',
  summary: 'Register an image from snapshots',
  description:
    'As the EC2 action RegisterImage. The snapshots are held: they cannot be deleted while the image exists.',
  body: Type.Object(
    {
      name: Type.String({ description: "3 to 128 letters, digits, spaces and ()[]./-'@_" }),
      description: Type.Optional(Type.String({ maxLength: 255 })),
      tags: Type.Optional(Tags),
      source: Snapshots,
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  placed: { blockDeviceMappings: '/source', rootDeviceName: '/source' },
  answer: Image,
});

@Controller()
export class RegisterImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(registerImage)
  async register(@Input() { body, write }: InputOf<typeof registerImage>): Promise<Reply<object>> {
    const { name, description, tags = {}, source } = body;
    const { kind, virtualizationType = 'hvm', ...content } = source;
    const wish = {
      name,
      ...(description === undefined ? {} : { description }),
      tags,
      origin: { kind },
      content: { virtualizationType, ...content },
    };
    const { imageId, outcome } = await this.commands.execute(new RegisterImage(wish, write));
    return written(write, outcome, {
      answerOf: (state, revision) => imageOfState(imageId, state, revision, write.context.at),
      locationOf: () => imageLocation(imageId),
    });
  }
}
