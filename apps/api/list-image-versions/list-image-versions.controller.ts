import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views, type ImageVersionRow } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { LastLaunches } from '../reading/last-launches';
import { ReadGate } from '../reading/read-gate';
import { FamilyOwner, FamilyParams, ImageVersion } from '../resources/family-fields';
import { AsOf, Cursor, Limit, pageSchema, presentPage } from '../resources/fields';
import { ListImageVersions } from './list-image-versions';

const listImageVersions = endpoint({
  method: 'GET',
  path: '/v1/families/:family/versions',
  allow: ['member', 'reader', 'auditor'],
  tag: 'families',
  summary: 'List the versions of a family, the newest first',
  params: FamilyParams,
  query: Type.Object({
    ownerId: FamilyOwner,
    asOf: Type.Optional(AsOf),
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(ImageVersion),
});

@Controller()
export class ListImageVersionsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly launches: LastLaunches,
  ) {}

  @Endpoint(listImageVersions)
  async list(@Input() input: InputOf<typeof listImageVersions>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.families, views.instances]);
    const { params, caller, query } = input;
    const { ownerId = caller.account, limit, cursor } = query;
    const page = await this.queries.execute(
      new ListImageVersions({ ownerId, name: params.family }, caller, {
        limit,
        ...(asOf === undefined ? {} : { asOf }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    // A version belongs to whom the family belongs to.
    const lastLaunchOf = await this.launches.of(page.items, caller, asOf);
    return presentPage(page, (row) => ({ ...present(row), ...lastLaunchOf(row.imageId) }));
  }
}

const present = ({ version, imageId, revoked, publicationDate }: ImageVersionRow): object => ({
  version,
  imageId,
  revoked,
  publicationDate: publicationDate.toISOString(),
});
