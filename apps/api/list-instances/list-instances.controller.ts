import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type, type Static } from 'typebox';
import { views, type InstanceFilters } from '#views';
import type { Caller } from '../http/caller';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit, pageSchema, presentPage, tagsOf } from '../resources/fields';
import { instanceOfRow } from '../resources/instance';
import { Instance, INSTANCE_STATES } from '../resources/instance-fields';
import { ListInstances } from './list-instances';

const Filters = Type.Object({
  imageId: Type.Optional(Type.String({ format: 'image-id' })),
  launchId: Type.Optional(Type.String({ pattern: '^r-[0-9a-f]{17}$' })),
  owner: Type.Optional(
    Type.String({ pattern: '^(self|\\d{12})$', description: 'An account id, or `self`.' }),
  ),
  zone: Type.Optional(Type.String({ maxLength: 64 })),
  state: Type.Optional(Type.Enum([...INSTANCE_STATES])),
  tag: Type.Optional(
    Type.Array(Type.String({ pattern: '^[^=]+=', maxLength: 512 }), {
      maxItems: 50,
      description: '`key=value`; may be given several times, and then all must match.',
    }),
  ),
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
    const page = await this.queries.execute(
      new ListInstances({
        viewer: caller,
        filters: filtersOf(query, region, caller),
        limit: query.limit,
        ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
        ...(asOf === undefined ? {} : { asOf }),
      }),
    );
    return presentPage(page, instanceOfRow);
  }
}

function filtersOf(
  { imageId, launchId, owner, zone, state, tag }: Static<typeof Filters>,
  region: string,
  { account }: Caller,
): InstanceFilters {
  return {
    region,
    ...(imageId === undefined ? {} : { imageId }),
    ...(launchId === undefined ? {} : { launchId }),
    ...(owner === undefined ? {} : { ownerId: owner === 'self' ? account : owner }),
    ...(zone === undefined ? {} : { zone }),
    ...(state === undefined ? {} : { state }),
    ...(tag === undefined ? {} : { tags: tagsOf(tag) }),
  };
}
