import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { imageOfState } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { DeregisterImage } from './deregister-image';

const DeleteSnapshotResult = Type.Object({
  snapshotId: Type.String(),
  returnCode: Type.Enum(['success', 'skipped', 'missing-permissions', 'client-error'], {
    description:
      '`skipped`: another image needs it. `client-error`: the ledger does not know it, or it is still being made.',
  }),
});

const deregisterImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/deregistration',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Deregister an image',
  description:
    'It can be launched no more; its name and its snapshots are free again; its history stays. Where a retention rule is about it, it is in the Recycle Bin for a while. Not while it is protected, nor during the cooldown afterwards.',
  params: ImageIdParams,
  body: Type.Object(
    {
      deleteAssociatedSnapshots: Type.Optional(
        Type.Boolean({
          default: false,
          description: 'Delete those of its snapshots that are your own and that no other image needs.',
        }),
      ),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    ...Image.properties,
    deleteSnapshotResults: Type.Optional(Type.Array(DeleteSnapshotResult)),
  }),
});

@Controller()
export class DeregisterImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(deregisterImage)
  async deregister(
    @Input() { params, body, write }: InputOf<typeof deregisterImage>,
  ): Promise<Reply<object>> {
    const { imageId } = params;
    const { deleteAssociatedSnapshots = false } = body;
    const { outcome, deletedSnapshots } = await this.commands.execute(
      new DeregisterImage(imageId, deleteAssociatedSnapshots, write),
    );
    return written(write, outcome, {
      answerOf: (state, revision) => ({
        ...imageOfState(imageId, state, revision, write.context.at),
        ...(deleteAssociatedSnapshots ? { deleteSnapshotResults: deletedSnapshots } : {}),
      }),
    });
  }
}
