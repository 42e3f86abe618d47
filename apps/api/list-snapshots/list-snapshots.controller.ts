import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit, OwnerFilter, pageSchema, presentPage, TagFilter } from '../resources/fields';
import { ownedFiltersOf } from '../resources/owned-filters';
import { snapshotOfRow } from '../resources/snapshot';
import { Snapshot, SnapshotLifecycle } from '../resources/snapshot-fields';
import { ListSnapshots } from './list-snapshots';

const Filters = Type.Object({
  owner: Type.Optional(OwnerFilter),
  state: Type.Optional(SnapshotLifecycle),
  volumeId: Type.Optional(
    Type.String({ format: 'volume-id', description: 'The volume that it was made from.' }),
  ),
  tag: Type.Optional(TagFilter),
});

const listSnapshots = endpoint({
  method: 'GET',
  path: '/v1/snapshots',
  allow: ['member', 'reader', 'auditor'],
  tag: 'snapshots',
  summary: 'List snapshots, as they are or as they were',
  description: 'Newest first. Deleted ones are listed only when they are asked for.',
  query: Type.Object({
    asOf: Type.Optional(AsOf),
    ...Filters.properties,
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(Snapshot),
});

@Controller()
export class ListSnapshotsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listSnapshots)
  async list(@Input() input: InputOf<typeof listSnapshots>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.snapshots]);
    const { caller, region, query } = input;
    const { asOf: _, limit, cursor, ...filters } = query;
    const page = await this.queries.execute(
      new ListSnapshots({
        viewer: caller,
        filters: ownedFiltersOf(filters, region, caller),
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(asOf === undefined ? {} : { asOf }),
      }),
    );
    return presentPage(page, snapshotOfRow);
  }
}
