import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { InvalidField } from '#machine-images';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { Tags } from '../resources/fields';
import { imageLocation, imageOfState } from '../resources/image';
import { FamilyName } from '../resources/family-fields';
import { Image } from '../resources/image-fields';
import { RegisterImage } from './register-image';
import { Source } from './sources';
import type { ImageWish } from './wish';

const registerImage = endpoint({
  method: 'POST',
  path: '/v1/images',
  allow: ['member'],
  writes: true,
  status: 201,
  tag: 'images',
  summary: 'Make an image of snapshots, of an instance, or of another image',
  description:
    'As the EC2 actions RegisterImage, CreateImage and CopyImage. An image holds its snapshots: they cannot be deleted while it exists. Of an instance and of another image, new snapshots are made; until they are completed the image is `pending`.',
  body: Type.Object(
    {
      name: Type.String({ description: "3 to 128 letters, digits, spaces and ()[]./-'@_" }),
      description: Type.Optional(Type.String({ maxLength: 255 })),
      tags: Type.Optional(Tags),
      copyImageTags: Type.Optional(
        Type.Boolean({
          default: false,
          description: 'For a copy: take over the tags of the other image, besides those given here.',
        }),
      ),
      family: Type.Optional(
        Type.Object(
          { name: FamilyName },
          {
            additionalProperties: false,
            description: 'Of the account: the image is its next version once it is available.',
          },
        ),
      ),
      source: Source,
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  placed: {
    blockDeviceMappings: '/source',
    rootDeviceName: '/source',
    instanceId: '/source',
    imageId: '/source',
  },
  answer: Image,
});

type Body = InputOf<typeof registerImage>['body'];

@Controller()
export class RegisterImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(registerImage)
  async register(@Input() { body, write }: InputOf<typeof registerImage>): Promise<Reply<object>> {
    const { imageId, outcome } = await this.commands.execute(new RegisterImage(wishOf(body), write));
    return written(write, outcome, {
      answerOf: (state, revision) => imageOfState(imageId, state, revision, write.context.at),
      locationOf: () => imageLocation(imageId),
    });
  }
}

function wishOf({ name, description, tags = {}, family, copyImageTags, source }: Body): ImageWish {
  if (copyImageTags !== undefined && source.kind !== 'copy')
    throw new InvalidField('tags are copied from an image only', '/copyImageTags');
  const named = {
    ...{ name, tags },
    ...(description === undefined ? {} : { description }),
    ...(family === undefined ? {} : { family }),
  };
  switch (source.kind) {
    case 'snapshots': {
      const { kind, virtualizationType = 'hvm', ...content } = source;
      return { ...named, kind, content: { virtualizationType, ...content } };
    }
    case 'instance':
      return { ...named, noReboot: false, blockDeviceMappings: [], ...source };
    case 'copy':
      return { ...named, ...copyOf(source), copyImageTags: copyImageTags === true };
  }
}

const copyOf = ({ kind, imageId, region }: Extract<Body['source'], { kind: 'copy' }>) => ({
  kind,
  sourceImageId: imageId,
  ...(region === undefined ? {} : { sourceRegion: region }),
});
