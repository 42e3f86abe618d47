import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { imageAccessViews, views, type InstanceRow } from '#views';
import type { Caller } from '../http/caller';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { ActorAnswers } from '../resources/actor';
import { AsOf, Cursor, Limit, pageSchema, presentPage } from '../resources/fields';
import { ImageIdParams } from '../resources/image-fields';
import { usageOfRow } from '../resources/instance';
import { ImageUsage } from '../resources/instance-fields';
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
  query: Type.Object({ asOf: Type.Optional(AsOf), limit: Limit, cursor: Type.Optional(Cursor) }),
  answer: pageSchema(ImageUsage),
});

@Controller()
export class ListImageInstancesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly actors: ActorAnswers,
  ) {}

  @Endpoint(listImageInstances)
  async list(@Input() input: InputOf<typeof listImageInstances>): Promise<object> {
    const asOf = await this.gate.pass(input, [...imageAccessViews, views.instances]);
    const { params, caller, query } = input;
    const { limit, cursor } = query;
    const page = await this.queries.execute(
      new ListImageInstances(params.imageId, caller, {
        limit,
        ...(asOf === undefined ? {} : { asOf }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    return presentPage(page, (row) => this.present(row, params.imageId, caller));
  }

  /** Whose hand it was in another account is that account's business. */
  private async present(row: InstanceRow, imageId: string, { account, mayReadAll }: Caller): Promise<object> {
    const isKnown = mayReadAll || row.ownerId === account;
    return {
      ...usageOfRow(row, imageId),
      launchedBy: isKnown && row.launchedBy !== null ? await this.actors.of(row.launchedBy) : null,
    };
  }
}
