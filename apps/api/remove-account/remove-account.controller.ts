import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import {
  accountOfState,
  OrganizationAccount,
  OrganizationAccountParams,
} from '../resources/organization-account';
import { RemoveAccount } from './remove-account';

const removeAccount = endpoint({
  method: 'DELETE',
  path: '/v1/organizations/:organizationId/accounts/:account',
  allow: ['platform-admin'],
  writes: true,
  tag: 'organizations',
  summary: 'Take an account out of an organization',
  description:
    'Once this is answered, the account launches nothing any more that is shared with the organization or its units.',
  params: OrganizationAccountParams,
  answer: OrganizationAccount,
});

@Controller()
export class RemoveAccountController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(removeAccount)
  async remove(@Input() { params, write }: InputOf<typeof removeAccount>): Promise<Reply<object>> {
    const outcome = await this.commands.execute(new RemoveAccount(params, write));
    return written(write, outcome, {
      answerOf: (state, revision) => accountOfState(params, state, revision),
    });
  }
}
