import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type, type Static } from 'typebox';
import { imageAccessViews, views, type DriftFilters } from '#views';
import type { Caller } from '../http/caller';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { InvalidRequest } from '../http/problems';
import { ReadGate } from '../reading/read-gate';
import { Drift, driftAnswer } from '../resources/drift';
import { ChannelName, FamilyName, FamilyOwner } from '../resources/family-fields';
import { Cursor, Limit, OwnerFilter, pageSchema, presentPage } from '../resources/fields';
import { ListDrift } from './list-drift';

const DriftQuery = Type.Object({
  owner: Type.Optional({ ...OwnerFilter, description: 'Whose instances: an account id, or `self`.' }),
  family: Type.Optional({ ...FamilyName, description: 'What was asked for.' }),
  ownerId: FamilyOwner,
  channel: Type.Optional({ ...ChannelName, description: 'Of the family.' }),
  limit: Limit,
  cursor: Type.Optional(Cursor),
});

const listDrift = endpoint({
  method: 'GET',
  path: '/v1/drift',
  allow: ['member', 'reader', 'auditor'],
  tag: 'instances',
  summary: 'List what runs a version that is revoked, or not what its channel says',
  description: [
    'By what was asked for, image and instance; terminated instances are left out.',
    'An instance is to run what its launch asked for, or the last replacement of its root volume that named a family.',
    'What was asked for by image drifts when that is revoked.',
    'For the owner of the instances; auditors and platform administrators see all.',
    'Of another account’s family, as much is told as the account may launch.',
  ].join(' '),
  query: DriftQuery,
  answer: pageSchema(Drift),
});

@Controller()
export class ListDriftController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listDrift)
  async list(@Input() { caller, query, position }: InputOf<typeof listDrift>): Promise<object> {
    await this.gate.pass({ position }, [...imageAccessViews, views.instances]);
    const { limit, cursor } = query;
    const wish = { viewer: caller, filters: filtersOf(query, caller), limit };
    const page = await this.queries.execute(
      new ListDrift({ ...wish, ...(cursor === undefined ? {} : { cursor }) }),
    );
    return presentPage(page, (drift) => driftAnswer(drift, caller));
  }
}

/** Throws InvalidRequest. */
function filtersOf({ owner, ...asked }: Static<typeof DriftQuery>, { account }: Caller): DriftFilters {
  const whose = owner === undefined ? {} : { ownerId: owner === 'self' ? account : owner };
  return { ...whose, ...(asked.family === undefined ? nothingOf(asked) : askedOf(asked, account)) };
}

type Asked = Omit<Static<typeof DriftQuery>, 'owner'>;

const askedOf = ({ family: name = '', ownerId, channel }: Asked, account: string): DriftFilters => ({
  family: { ownerId: ownerId ?? account, name },
  ...(channel === undefined ? {} : { channel }),
});

function nothingOf({ ownerId, channel }: Asked): DriftFilters {
  const [besides] = Object.entries({ channel, ownerId }).find(([, value]) => value !== undefined) ?? [];
  if (besides === undefined) return {};
  const detail = 'is of a family that is not named';
  throw new InvalidRequest([{ in: 'query', pointer: `/${besides}`, detail }]);
}
