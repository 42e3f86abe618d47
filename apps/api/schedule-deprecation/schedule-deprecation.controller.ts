import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { Time } from '../resources/fields';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { ScheduleDeprecation } from './schedule-deprecation';

const scheduleDeprecation = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/deprecation',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Say when an image is deprecated',
  description:
    'Rounded to the minute; at most 10 years ahead, for a public image 2 years from its creation. It takes effect by itself: others no longer find the image in lists, and may still launch it.',
  params: ImageIdParams,
  body: Type.Object(
    {
      deprecateAt: Time,
      replacement: Type.Optional(
        Type.String({
          format: 'image-id',
          description:
            'The image to launch instead: a launch of the deprecated one names it. By default the newest good version of the family.',
        }),
      ),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Image,
});

@Controller()
export class ScheduleDeprecationController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(scheduleDeprecation)
  async schedule(
    @Input() { params, body, write }: InputOf<typeof scheduleDeprecation>,
  ): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(
      new ScheduleDeprecation(imageId, new Date(body.deprecateAt), body.replacement, write),
    );
    return writtenImage(imageId, write, outcome);
  }
}
