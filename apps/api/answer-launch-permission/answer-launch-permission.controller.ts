import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { consentOf } from '#machine-images';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { AccountId } from '../resources/fields';
import { ImageIdParams } from '../resources/image-fields';
import { AnswerLaunchPermission } from './answer-launch-permission';

const ConsentAnswer = nameSchema(
  'LaunchPermissionConsent',
  Type.Object({
    imageId: Type.String(),
    account: AccountId,
    consent: Type.Enum(['not-asked', 'pending', 'accepted', 'rejected', 'left']),
  }),
);

const answerLaunchPermission = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/launch-permissions/consent',
  allow: ['member'],
  writes: true,
  tag: 'launch permissions',
  summary: 'Accept or reject a launch permission that names the caller’s account, or leave it',
  description:
    'What was rejected may be accepted later, for as long as it is offered. Leaving ends what names the account, also where nobody asked; what it may launch as one of an organization, a unit or everybody stays.',
  params: ImageIdParams,
  body: Type.Object(
    { decision: Type.Enum(['accept', 'reject', 'leave']), reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: ConsentAnswer,
});

@Controller()
export class AnswerLaunchPermissionController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(answerLaunchPermission)
  async answer(
    @Input() { params, body, write }: InputOf<typeof answerLaunchPermission>,
  ): Promise<Reply<object>> {
    const { imageId } = params;
    const { account } = write.by;
    const command = new AnswerLaunchPermission(imageId, body.decision, write);
    return written(write, await this.commands.execute(command), {
      answerOf: (state) => ({ imageId, account, consent: consentOf(state, account) }),
    });
  }
}
