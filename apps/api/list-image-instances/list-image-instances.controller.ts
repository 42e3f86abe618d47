import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { imageAccessViews, views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { pageSchema, presentPage } from '../resources/fields';
import { ImageIdParams } from '../resources/image-fields';
import { ImageUsage } from '../resources/instance-fields';
import { UsageAnswers } from '../resources/usage';
import { usagePageOf, UsageQuery } from '../resources/usage-filters';
import { ListImageInstances } from './list-image-instances';

const listImageInstances = endpoint({
  method: 'GET',
  path: '/v1/images/:imageId/instances',
  allow: ['member', 'reader', 'auditor'],
  tag: 'images',
  summary:
    'List what was launched from an image, or got its root volume from it: whose it is, and on what grounds',
  description: 'Terminated instances too. All of them for the image’s owner; for others, their own.',
  params: ImageIdParams,
  query: UsageQuery,
  answer: pageSchema(ImageUsage),
});

@Controller()
export class ListImageInstancesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: UsageAnswers,
  ) {}

  @Endpoint(listImageInstances)
  async list(@Input() input: InputOf<typeof listImageInstances>): Promise<object> {
    const asOf = await this.gate.pass(input, [...imageAccessViews, views.instances]);
    const { params, caller, query } = input;
    const { imageId } = params;
    const page = await this.queries.execute(
      new ListImageInstances(imageId, caller, usagePageOf(query, asOf)),
    );
    return presentPage(page, (row) => this.answers.ofImage(row, imageId, caller));
  }
}
