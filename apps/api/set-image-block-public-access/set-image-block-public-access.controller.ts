import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { ImageBlockPublicAccess, imageBlockPublicAccessOf } from '../resources/settings';
import { SetImageBlockPublicAccess } from './set-image-block-public-access';

const setImageBlockPublicAccess = endpoint({
  method: 'PUT',
  path: '/v1/settings/image-block-public-access',
  allow: ['member'],
  writes: true,
  tag: 'settings',
  summary: 'Block, or no longer block, that images of the account become public',
  description:
    'Of the account in the region, as the EC2 actions EnableImageBlockPublicAccess and DisableImageBlockPublicAccess. ' +
    'What is public already stays public. Unblocked until it is set.',
  body: Type.Object(
    {
      state: Type.Enum(['block-new-sharing', 'unblocked']),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: ImageBlockPublicAccess,
});

@Controller()
export class SetImageBlockPublicAccessController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(setImageBlockPublicAccess)
  async set(@Input() { body, write }: InputOf<typeof setImageBlockPublicAccess>): Promise<Reply<object>> {
    const { account } = write.by;
    const outcome = await this.commands.execute(new SetImageBlockPublicAccess(body.state, write));
    return written(write, outcome, {
      answerOf: (state, revision) =>
        imageBlockPublicAccessOf({ account, region: write.region }, { state, revision }),
    });
  }
}
