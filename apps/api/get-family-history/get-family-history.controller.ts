import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { FamilyOwner, FamilyParams } from '../resources/family-fields';
import { History, HistoryAnswers, HistoryQuery } from '../resources/history';
import { GetFamilyHistory } from './get-family-history';

const getFamilyHistory = endpoint({
  method: 'GET',
  path: '/v1/families/:family/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'families',
  summary: 'Get every change of a family: what, before and after, who, why, when',
  params: FamilyParams,
  query: Type.Object({ ownerId: FamilyOwner, ...HistoryQuery.properties }),
  answer: History,
});

@Controller()
export class GetFamilyHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: HistoryAnswers,
  ) {}

  @Endpoint(getFamilyHistory)
  async get(@Input() { params, query, caller, position }: InputOf<typeof getFamilyHistory>): Promise<object> {
    await this.gate.pass({ position }, [views.families, views.resourceHistory]);
    const { ownerId = caller.account, ...page } = query;
    const id = { ownerId, name: params.family };
    return this.answers.of(await this.queries.execute(new GetFamilyHistory(id, caller, page)));
  }
}
