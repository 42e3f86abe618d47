import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { History, HistoryAnswers, HistoryQuery } from '../resources/history';
import { SnapshotIdParams } from '../resources/snapshot-fields';
import { GetSnapshotHistory } from './get-snapshot-history';

const getSnapshotHistory = endpoint({
  method: 'GET',
  path: '/v1/snapshots/:snapshotId/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'snapshots',
  summary: 'Get every change of a snapshot: what, before and after, who, why, when',
  params: SnapshotIdParams,
  query: HistoryQuery,
  answer: History,
});

@Controller()
export class GetSnapshotHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: HistoryAnswers,
  ) {}

  @Endpoint(getSnapshotHistory)
  async get(
    @Input() { params, query, caller, position }: InputOf<typeof getSnapshotHistory>,
  ): Promise<object> {
    await this.gate.pass({ position }, [views.snapshots, views.resourceHistory]);
    return this.answers.of(
      await this.queries.execute(new GetSnapshotHistory(params.snapshotId, caller, query)),
    );
  }
}
