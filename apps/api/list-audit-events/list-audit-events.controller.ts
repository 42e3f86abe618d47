import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type, type Static } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AuditEvent, AuditEventAnswers } from '../resources/audit-event';
import { AccountId, Cursor, Limit, pageSchema, presentPage } from '../resources/fields';
import { ListAuditEvents, type AuditList } from './list-audit-events';

const word = (description: string, maxLength = 255) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }));
const Moment = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }));

const Filters = Type.Object({
  actor: word(
    'Who did it: the subject of their token. Somebody who never acted, or was forgotten, did nothing.',
  ),
  account: Type.Optional(AccountId),
  resource: word('An id, such as ami-0123456789abcdef0, or an account that is named as a principal.', 64),
  eventType: Type.Optional(
    Type.Array(Type.String({ pattern: '^[A-Za-z]{1,100}$' }), {
      maxItems: 50,
      description: 'May be given several times: any of them.',
      examples: [['LaunchPermissionGranted']],
    }),
  ),
  from: Moment('At this moment (RFC 3339) or after it.'),
  to: Moment('Before this moment (RFC 3339).'),
  correlationId: word('Everything that one request brought about has the same one.', 64),
  outcome: Type.Optional(Type.Enum(['done', 'refused'])),
  reason: word('Words that all stand in the reason; whole words, in any order, in either case.', 1_000),
});

const listAuditEvents = endpoint({
  method: 'GET',
  path: '/v1/audit/events',
  allow: ['member', 'reader', 'auditor'],
  tag: 'audit',
  summary: 'Search the audit trail: what happened, and what was refused',
  description:
    'An account sees what happened to what it owns, and what it did itself. Auditors and platform administrators see all.',
  query: Type.Object({
    ...Filters.properties,
    order: Type.Enum(['newest-first', 'oldest-first'], { default: 'newest-first' }),
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(AuditEvent),
});

@Controller()
export class ListAuditEventsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: AuditEventAnswers,
  ) {}

  @Endpoint(listAuditEvents)
  async list(@Input() { query, caller, position }: InputOf<typeof listAuditEvents>): Promise<object> {
    const { order, limit, cursor, ...filters } = query;
    const list = { viewer: caller, filters: filtersOf(filters), order, limit };
    await this.gate.pass({ position }, [views.auditTrail]);
    const page = await this.queries.execute(
      new ListAuditEvents({ ...list, ...(cursor === undefined ? {} : { cursor }) }),
    );
    return presentPage(page, (item) => this.answers.of(item, caller));
  }
}

function filtersOf({ eventType, from, to, ...same }: Static<typeof Filters>): AuditList['filters'] {
  return {
    ...same,
    ...(eventType === undefined ? {} : { events: eventType }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}
