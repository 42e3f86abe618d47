import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams, LaunchGrant, LaunchPrincipal } from '../resources/image-fields';
import { ChangeLaunchPermissions } from './change-launch-permissions';

const changeLaunchPermissions = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/launch-permissions',
  allow: ['member'],
  writes: true,
  tag: 'launch permissions',
  summary: 'Grant and revoke launch permissions',
  description:
    'All of it or nothing. Adding who is there and removing who is not changes nothing. Whoever is added with another `expiresAt`, or without one, has that from then on. With `requiresAcceptance`, an account may launch once it has accepted.',
  params: ImageIdParams,
  body: Type.Object(
    {
      add: Type.Optional(Type.Array(LaunchGrant, { maxItems: 10_000 })),
      remove: Type.Optional(Type.Array(LaunchPrincipal, { maxItems: 10_000 })),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Image,
});

@Controller()
export class ChangeLaunchPermissionsController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(changeLaunchPermissions)
  async change(
    @Input() { params, body, write }: InputOf<typeof changeLaunchPermissions>,
  ): Promise<Reply<object>> {
    const { imageId } = params;
    const { remove = [] } = body;
    const add = (body.add ?? []).map(({ expiresAt, ...principal }) => ({
      ...principal,
      expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    }));
    const outcome = await this.commands.execute(new ChangeLaunchPermissions(imageId, { add, remove }, write));
    return writtenImage(imageId, write, outcome);
  }
}
