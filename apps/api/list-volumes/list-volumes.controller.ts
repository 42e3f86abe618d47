import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit, OwnerFilter, pageSchema, presentPage, TagFilter } from '../resources/fields';
import { ownedFiltersOf } from '../resources/owned-filters';
import { volumeOfRow } from '../resources/volume';
import { Volume, VolumeState } from '../resources/volume-fields';
import { ListVolumes } from './list-volumes';

const Filters = Type.Object({
  owner: Type.Optional(OwnerFilter),
  state: Type.Optional(VolumeState),
  zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  instanceId: Type.Optional(
    Type.String({ format: 'instance-id', description: 'The instance that it is attached to.' }),
  ),
  snapshotId: Type.Optional(
    Type.String({ format: 'snapshot-id', description: 'The snapshot that it was made from.' }),
  ),
  tag: Type.Optional(TagFilter),
});

const listVolumes = endpoint({
  method: 'GET',
  path: '/v1/volumes',
  allow: ['member', 'reader', 'auditor'],
  tag: 'volumes',
  summary: 'List volumes, as they are or as they were',
  description: 'Newest first. Deleted ones are listed only when they are asked for.',
  query: Type.Object({
    asOf: Type.Optional(AsOf),
    ...Filters.properties,
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(Volume),
});

@Controller()
export class ListVolumesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listVolumes)
  async list(@Input() input: InputOf<typeof listVolumes>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.volumes]);
    const { caller, region, query } = input;
    const { asOf: _, limit, cursor, ...filters } = query;
    const page = await this.queries.execute(
      new ListVolumes({
        viewer: caller,
        filters: ownedFiltersOf(filters, region, caller),
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(asOf === undefined ? {} : { asOf }),
      }),
    );
    return presentPage(page, volumeOfRow);
  }
}
