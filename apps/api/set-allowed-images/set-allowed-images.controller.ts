import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { MAX_CRITERIA } from '#machine-images';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { AllowedImages, allowedImagesOf, ALLOWED_IMAGES_STATES, ImageCriterion } from '../resources/settings';
import { SetAllowedImages } from './set-allowed-images';

const setAllowedImages = endpoint({
  method: 'PUT',
  path: '/v1/settings/allowed-images',
  allow: ['member'],
  writes: true,
  tag: 'settings',
  summary: 'Set which images the account allows itself besides its own',
  description:
    'Of the account in the region, as the EC2 actions on AllowedImagesSettings. Enabled: what meets none of the ' +
    'criteria is neither listed nor launched, as if it did not exist. In audit mode it is, and answers say that it ' +
    'would not be allowed. Own images are always allowed; without criteria, nothing else is. Criteria that are left ' +
    'out stay as they are.',
  body: Type.Object(
    {
      state: Type.Enum([...ALLOWED_IMAGES_STATES]),
      imageCriteria: Type.Optional(Type.Array(ImageCriterion, { maxItems: MAX_CRITERIA })),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: AllowedImages,
});

@Controller()
export class SetAllowedImagesController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(setAllowedImages)
  async set(@Input() { body, write }: InputOf<typeof setAllowedImages>): Promise<Reply<object>> {
    const { account } = write.by;
    const outcome = await this.commands.execute(new SetAllowedImages(body.state, body.imageCriteria, write));
    return written(write, outcome, {
      answerOf: (state, revision) => allowedImagesOf({ account, region: write.region }, { state, revision }),
    });
  }
}
