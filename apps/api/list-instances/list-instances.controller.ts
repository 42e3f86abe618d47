import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit, OwnerFilter, pageSchema, presentPage, TagFilter } from '../resources/fields';
import { ownedFiltersOf } from '../resources/owned-filters';
import { instanceOfRow } from '../resources/instance';
import { Instance, INSTANCE_STATES } from '../resources/instance-fields';
import { ListInstances } from './list-instances';

const Filters = Type.Object({
  imageId: Type.Optional(Type.String({ format: 'image-id' })),
  launchId: Type.Optional(Type.String({ pattern: '^r-[0-9a-f]{17}$' })),
  owner: Type.Optional(OwnerFilter),
  zone: Type.Optional(Type.String({ maxLength: 64 })),
  state: Type.Optional(Type.Enum([...INSTANCE_STATES])),
  tag: Type.Optional(TagFilter),
});

const listInstances = endpoint({
  method: 'GET',
  path: '/v1/instances',
  allow: ['member', 'reader', 'auditor'],
  tag: 'instances',
  summary: 'List instances, as they are or as they were',
  description: 'Newest first; terminated ones stay in the list.',
  query: Type.Object({
    asOf: Type.Optional(AsOf),
    ...Filters.properties,
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(Instance),
});

@Controller()
export class ListInstancesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listInstances)
  async list(@Input() input: InputOf<typeof listInstances>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.instances]);
    const { caller, region, query } = input;
    const { asOf: _, limit, cursor, ...filters } = query;
    const page = await this.queries.execute(
      new ListInstances({
        viewer: caller,
        filters: ownedFiltersOf(filters, region, caller),
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(asOf === undefined ? {} : { asOf }),
      }),
    );
    return presentPage(page, instanceOfRow);
  }
}
