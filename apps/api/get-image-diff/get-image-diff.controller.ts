import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { imageAccessViews } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import { ReadGate } from '../reading/read-gate';
import { Time } from '../resources/fields';
import { imageDifference } from '../resources/image-difference';
import { ImageIdParams } from '../resources/image-fields';
import { GetImageDiff } from './get-image-diff';

const ImageDiff = nameSchema('ImageDiff', Type.Object({ imageId: Type.String(), ...imageDifference }));

const getImageDiff = endpoint({
  method: 'GET',
  path: '/v1/images/:imageId/diff',
  allow: ['member', 'reader', 'auditor'],
  tag: 'images',
  summary: 'Get what differs between an image at one time and at another',
  description:
    'What came and went again in between is no difference. The content of an image, with its block device mappings, never differs.',
  params: ImageIdParams,
  query: Type.Object({
    from: Time,
    to: Type.Optional(
      Type.String({ format: 'date-time', description: 'RFC 3339, in UTC; now, when it is left out.' }),
    ),
  }),
  answer: ImageDiff,
});

@Controller()
export class GetImageDiffController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getImageDiff)
  async get(@Input() { params, query, caller, position }: InputOf<typeof getImageDiff>): Promise<object> {
    await this.gate.pass({ position }, imageAccessViews);
    const { imageId } = params;
    return { imageId, ...(await this.queries.execute(new GetImageDiff(imageId, caller, query))) };
  }
}
