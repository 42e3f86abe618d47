import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { Reply } from '../http/reply';
import { ReadGate } from '../reading/read-gate';
import { AsOf } from '../resources/fields';
import { snapshotOfRow } from '../resources/snapshot';
import { Snapshot, SnapshotIdParams } from '../resources/snapshot-fields';
import { GetSnapshot } from './get-snapshot';

const getSnapshot = endpoint({
  method: 'GET',
  path: '/v1/snapshots/:snapshotId',
  allow: ['member', 'reader', 'auditor'],
  tag: 'snapshots',
  summary: 'Get a snapshot, as it is or as it was',
  params: SnapshotIdParams,
  query: Type.Object({ asOf: Type.Optional(AsOf) }),
  answer: Snapshot,
});

@Controller()
export class GetSnapshotController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getSnapshot)
  async get(@Input() input: InputOf<typeof getSnapshot>): Promise<Reply<object>> {
    const asOf = await this.gate.pass(input, [views.snapshots]);
    const { params, caller } = input;
    const row = await this.queries.execute(new GetSnapshot(params.snapshotId, caller, asOf));
    return new Reply(snapshotOfRow(row), asOf === undefined ? { revision: row.revision } : {});
  }
}
