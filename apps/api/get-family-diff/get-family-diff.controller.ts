import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import { ReadGate } from '../reading/read-gate';
import { FamilyOwner, FamilyParams, Version } from '../resources/family-fields';
import { imageDifference } from '../resources/image-difference';
import { GetFamilyDiff } from './get-family-diff';

const Side = Type.Object({ version: Type.Integer(), imageId: Type.String() });

const FamilyDiff = nameSchema(
  'FamilyDiff',
  Type.Object({ ownerId: Type.String(), name: Type.String(), from: Side, to: Side, ...imageDifference }),
);

const getFamilyDiff = endpoint({
  method: 'GET',
  path: '/v1/families/:family/diff',
  allow: ['member', 'reader', 'auditor'],
  tag: 'families',
  summary: 'Get what differs between two versions, as their images are now',
  params: FamilyParams,
  query: Type.Object({ ownerId: FamilyOwner, from: Version, to: Version }),
  answer: FamilyDiff,
});

@Controller()
export class GetFamilyDiffController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getFamilyDiff)
  async get(@Input() { params, query, caller, position }: InputOf<typeof getFamilyDiff>): Promise<object> {
    await this.gate.pass({ position }, [views.families]);
    const id = { ownerId: query.ownerId ?? caller.account, name: params.family };
    const { from, to, difference } = await this.queries.execute(new GetFamilyDiff(id, caller, query));
    return {
      ...id,
      from: { version: query.from, imageId: from },
      to: { version: query.to, imageId: to },
      ...difference,
    };
  }
}
