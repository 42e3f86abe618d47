import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { imageAccessViews, views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { Reply } from '../http/reply';
import { LastLaunches } from '../reading/last-launches';
import { ReadGate } from '../reading/read-gate';
import { AsOf } from '../resources/fields';
import { imageOfRow } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { GetImage } from './get-image';

const getImage = endpoint({
  method: 'GET',
  path: '/v1/images/:imageId',
  allow: ['member', 'reader', 'auditor'],
  tag: 'images',
  summary: 'Get an image, as it is or as it was',
  params: ImageIdParams,
  query: Type.Object({ asOf: Type.Optional(AsOf) }),
  answer: Image,
});

@Controller()
export class GetImageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly launches: LastLaunches,
  ) {}

  @Endpoint(getImage)
  async get(@Input() input: InputOf<typeof getImage>): Promise<Reply<object>> {
    const asOf = await this.gate.pass(input, [...imageAccessViews, views.instances, views.resourceHistory]);
    const { params, caller } = input;
    const { image, allowance } = await this.queries.execute(new GetImage(params.imageId, caller, asOf));
    const headers = asOf === undefined ? { revision: image.revision } : {};
    const shown = imageOfRow(image, caller, asOf ?? new Date());
    const lastLaunchOf = await this.launches.of([image], caller, asOf);
    return new Reply({ ...shown, ...lastLaunchOf(image.imageId), ...allowance.shownOf(image) }, headers);
  }
}
