import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { IMAGE_ASPECTS, InvalidField, type ImageAspect } from '#machine-images';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { Time } from '../resources/fields';
import { AffectedInstances } from '../reading/affected-instances';
import { writtenImage } from '../resources/image';
import { ImagePlan } from '../resources/rollback-plan';
import { Image, ImageIdParams } from '../resources/image-fields';
import { RollBackImage, type RollbackWish } from './roll-back-image';

const DEFAULT: readonly ImageAspect[] = ['launchPermissions', 'attributes', 'tags'];

const rollBackImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/rollbacks',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Give an image back what it had at an earlier time, or undo such a rollback',
  description:
    "All of it or nothing, and nothing that would be refused today. `asOf` names the time; `undo`, in its place, the `correlationId` of a rollback in the image's history: the image gets back what it had right before that.",
  params: ImageIdParams,
  body: Type.Object(
    {
      asOf: Type.Optional(Time),
      include: Type.Optional(
        Type.Array(Type.Enum([...IMAGE_ASPECTS]), {
          minItems: 1,
          maxItems: IMAGE_ASPECTS.length,
          description:
            'What it gets back: `attributes` are its description and deprecation, `lifecycle` is whether it is available or disabled. By default everything but its lifecycle.',
        }),
      ),
      undo: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Image,
  plan: ImagePlan,
});

type Body = InputOf<typeof rollBackImage>['body'];

@Controller()
export class RollBackImageController {
  constructor(
    private readonly commands: Commands,
    private readonly affected: AffectedInstances,
  ) {}

  @Endpoint(rollBackImage)
  async rollBack(@Input() { params, body, write }: InputOf<typeof rollBackImage>): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new RollBackImage(imageId, wishOf(body), write));
    return writtenImage(imageId, write, outcome, () => this.affected.running(imageId));
  }
}

/** Throws InvalidField. */
function wishOf({ asOf, include, undo }: Body): RollbackWish {
  if (undo === undefined) {
    if (asOf === undefined) throw new InvalidField('either a time or a rollback to undo is needed', '/asOf');
    return { asOf, include: include ?? DEFAULT };
  }
  if (asOf !== undefined) throw new InvalidField('a time, or a rollback to undo, not both', '/undo');
  if (include !== undefined)
    throw new InvalidField('a rollback is undone in everything that it changed', '/include');
  return { undo };
}
