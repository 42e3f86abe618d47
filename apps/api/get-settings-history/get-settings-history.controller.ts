import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { History, HistoryAnswers, HistoryQuery } from '../resources/history';
import { GetSettingsHistory } from './get-settings-history';

const getSettingsHistory = endpoint({
  method: 'GET',
  path: '/v1/settings/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'settings',
  summary: 'Get every change of the account’s settings: what, before and after, who, why, when',
  query: HistoryQuery,
  answer: History,
});

@Controller()
export class GetSettingsHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: HistoryAnswers,
  ) {}

  @Endpoint(getSettingsHistory)
  async get(
    @Input() { query, caller, region, position }: InputOf<typeof getSettingsHistory>,
  ): Promise<object> {
    await this.gate.pass({ position }, [views.resourceHistory]);
    const id = { account: caller.account, region };
    return this.answers.of(await this.queries.execute(new GetSettingsHistory(id, query)));
  }
}
