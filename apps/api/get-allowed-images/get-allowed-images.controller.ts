import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { Reply } from '../http/reply';
import { ReadGate } from '../reading/read-gate';
import { AsOf } from '../resources/fields';
import { AllowedImages, allowedImagesOf } from '../resources/settings';
import { GetAllowedImages } from './get-allowed-images';

const getAllowedImages = endpoint({
  method: 'GET',
  path: '/v1/settings/allowed-images',
  allow: ['member', 'reader', 'auditor'],
  tag: 'settings',
  summary: 'Get which images the account allows itself besides its own, or did',
  description:
    'Of the account in the region, as the EC2 action GetAllowedImagesSettings. Disabled until it is set.',
  query: Type.Object({ asOf: Type.Optional(AsOf) }),
  answer: AllowedImages,
});

@Controller()
export class GetAllowedImagesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getAllowedImages)
  async get(@Input() input: InputOf<typeof getAllowedImages>): Promise<Reply<object>> {
    // No view to wait for: it is answered from the log.
    const asOf = await this.gate.pass(input, []);
    const id = { account: input.caller.account, region: input.region };
    const found = await this.queries.execute(new GetAllowedImages(id, asOf));
    return new Reply(allowedImagesOf(id, found), asOf === undefined ? { revision: found.revision } : {});
  }
}
