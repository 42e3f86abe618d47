import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { AccountId } from '../resources/fields';
import {
  accountOfState,
  OrganizationAccount,
  OrganizationParams,
  UnitPath,
} from '../resources/organization-account';
import { PlaceAccount } from './place-account';

const placeAccount = endpoint({
  method: 'POST',
  path: '/v1/organizations/:organizationId/accounts',
  allow: ['platform-admin'],
  writes: true,
  tag: 'organizations',
  summary: 'Put an account into an organization, or move it in there',
  description:
    'Where it is afterwards: without a unit, at the top. An account is in one organization at most, and leaves it before it joins another.',
  params: OrganizationParams,
  body: Type.Object(
    { account: AccountId, unit: Type.Optional(UnitPath), reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: OrganizationAccount,
});

@Controller()
export class PlaceAccountController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(placeAccount)
  async place(@Input() { params, body, write }: InputOf<typeof placeAccount>): Promise<Reply<object>> {
    const { organizationId } = params;
    const { account, unit } = body;
    const place = { organizationId, account, ...(unit === undefined ? {} : { unit }) };
    const outcome = await this.commands.execute(new PlaceAccount(place, write));
    return written(write, outcome, {
      answerOf: (state, revision) => accountOfState(place, state, revision),
    });
  }
}
