import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { Reply } from '../http/reply';
import { ReadGate } from '../reading/read-gate';
import { AsOf } from '../resources/fields';
import { ImageBlockPublicAccess, imageBlockPublicAccessOf } from '../resources/settings';
import { GetImageBlockPublicAccess } from './get-image-block-public-access';

const getImageBlockPublicAccess = endpoint({
  method: 'GET',
  path: '/v1/settings/image-block-public-access',
  allow: ['member', 'reader', 'auditor'],
  tag: 'settings',
  summary: 'Get whether images of the account may become public, or might',
  description:
    'Of the account in the region, as the EC2 action GetImageBlockPublicAccessState. Unblocked until it is set.',
  query: Type.Object({ asOf: Type.Optional(AsOf) }),
  answer: ImageBlockPublicAccess,
});

@Controller()
export class GetImageBlockPublicAccessController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getImageBlockPublicAccess)
  async get(@Input() input: InputOf<typeof getImageBlockPublicAccess>): Promise<Reply<object>> {
    // No view to wait for: it is answered from the log.
    const asOf = await this.gate.pass(input, []);
    const id = { account: input.caller.account, region: input.region };
    const found = await this.queries.execute(new GetImageBlockPublicAccess(id, asOf));
    return new Reply(
      imageBlockPublicAccessOf(id, found),
      asOf === undefined ? { revision: found.revision } : {},
    );
  }
}
