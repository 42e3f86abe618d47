import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { imageAccessViews, type LaunchPermissionRow } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit, pageSchema, presentPage, Time } from '../resources/fields';
import { Consent } from '../resources/image-fields';
import { ListLaunchPermissionOffers } from './list-launch-permission-offers';

const LaunchPermissionOffer = nameSchema(
  'LaunchPermissionOffer',
  Type.Object({
    imageId: Type.String(),
    consent: Consent,
    since: Time,
    expiresAt: Type.Optional(Time),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'In the words of who offered it.' }),
  }),
);

const listLaunchPermissionOffers = endpoint({
  method: 'GET',
  path: '/v1/launch-permission-offers',
  allow: ['member', 'reader'],
  tag: 'launch permissions',
  summary: 'List the launch permissions that the caller’s account was asked to accept, and what it said',
  description: 'By image. Of images that can be launched at that time, and what has not ended.',
  query: Type.Object({ asOf: Type.Optional(AsOf), limit: Limit, cursor: Type.Optional(Cursor) }),
  answer: pageSchema(LaunchPermissionOffer),
});

@Controller()
export class ListLaunchPermissionOffersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listLaunchPermissionOffers)
  async list(@Input() input: InputOf<typeof listLaunchPermissionOffers>): Promise<object> {
    const asOf = await this.gate.pass(input, imageAccessViews);
    const { limit, cursor } = input.query;
    const page = await this.queries.execute(
      new ListLaunchPermissionOffers(input.caller.account, {
        limit,
        ...(asOf === undefined ? {} : { asOf }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    return presentPage(page, shown);
  }
}

const shown = ({ imageId, consent, since, expiresAt, reason }: LaunchPermissionRow): object => ({
  imageId,
  consent,
  since: since.toISOString(),
  ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
  reason,
});
