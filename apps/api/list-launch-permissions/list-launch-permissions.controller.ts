import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { imageAccessViews, type LaunchPermissionRow } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import { ReadGate } from '../reading/read-gate';
import { ActorAnswers } from '../resources/actor';
import { ActorAnswer, AsOf, Cursor, Limit, pageSchema, presentPage, Time } from '../resources/fields';
import { Consent, ImageIdParams } from '../resources/image-fields';
import { ListLaunchPermissions } from './list-launch-permissions';

const LaunchPermission = nameSchema(
  'LaunchPermission',
  Type.Object({
    userId: Type.Optional(Type.String()),
    group: Type.Optional(Type.Literal('all')),
    organizationArn: Type.Optional(Type.String()),
    organizationalUnitArn: Type.Optional(Type.String()),
    consent: Consent,
    since: Time,
    expiresAt: Type.Optional(Time),
    grantedBy: Type.Union([ActorAnswer, Type.Null()], { description: 'Null where it was observed.' }),
    observed: Type.Optional(
      Type.Boolean({ description: 'Set where it was seen to be so, and nobody asked the ledger for it.' }),
    ),
    reason: Type.Union([Type.String(), Type.Null()]),
    correlationId: Type.String(),
  }),
);

const listLaunchPermissions = endpoint({
  method: 'GET',
  path: '/v1/images/:imageId/launch-permissions',
  allow: ['member', 'reader', 'auditor'],
  tag: 'launch permissions',
  summary: 'List who may launch an image besides its owner, or who could',
  params: ImageIdParams,
  query: Type.Object({
    asOf: Type.Optional(AsOf),
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(LaunchPermission),
});

@Controller()
export class ListLaunchPermissionsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly actors: ActorAnswers,
  ) {}

  @Endpoint(listLaunchPermissions)
  async list(@Input() input: InputOf<typeof listLaunchPermissions>): Promise<object> {
    const asOf = await this.gate.pass(input, imageAccessViews);
    const { params, caller, query } = input;
    const { limit, cursor } = query;
    const page = await this.queries.execute(
      new ListLaunchPermissions(params.imageId, caller, {
        limit,
        ...(asOf === undefined ? {} : { asOf }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    return presentPage(page, (row) => this.present(row));
  }

  private async present(row: LaunchPermissionRow): Promise<object> {
    const { grantedTo, consent, since, expiresAt, grantedBy, observed, reason, correlationId } = row;
    return {
      ...grantedTo,
      consent,
      since: since.toISOString(),
      ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
      grantedBy: observed ? null : await this.actors.of(grantedBy),
      ...(observed ? { observed } : {}),
      reason,
      correlationId,
    };
  }
}
