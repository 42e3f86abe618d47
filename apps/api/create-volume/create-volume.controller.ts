import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { Tags } from '../resources/fields';
import { VolumeType } from '../resources/image-fields';
import { volumeLocation, volumeOfState } from '../resources/volume';
import { Volume } from '../resources/volume-fields';
import { CreateVolume } from './create-volume';

const createVolume = endpoint({
  method: 'POST',
  path: '/v1/volumes',
  allow: ['member'],
  writes: true,
  status: 201,
  tag: 'volumes',
  summary: 'Create a volume, empty or from a snapshot',
  description: 'As the EC2 action CreateVolume. A volume without a snapshot needs a size.',
  body: Type.Object(
    {
      zone: Type.String({ minLength: 1, maxLength: 64, examples: ['us-east-1a'] }),
      size: Type.Optional(
        Type.Integer({
          minimum: 1,
          description: 'GiB. At least that of the snapshot, which is the default.',
        }),
      ),
      volumeType: Type.Optional(VolumeType),
      iops: Type.Optional(Type.Integer({ minimum: 1 })),
      throughput: Type.Optional(Type.Integer({ minimum: 1, description: 'MiB/s.' })),
      encrypted: Type.Optional(
        Type.Boolean({ description: 'A volume from an encrypted snapshot is encrypted in any case.' }),
      ),
      snapshotId: Type.Optional(Type.String({ format: 'snapshot-id' })),
      tags: Type.Optional(Tags),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Volume,
});

@Controller()
export class CreateVolumeController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(createVolume)
  async create(@Input() { body, write }: InputOf<typeof createVolume>): Promise<Reply<object>> {
    const { reason: _, tags = {}, ...wish } = body;
    const { volumeId, outcome } = await this.commands.execute(new CreateVolume({ ...wish, tags }, write));
    return written(write, outcome, {
      answerOf: (state, revision) => volumeOfState(volumeId, state, revision),
      locationOf: () => volumeLocation(volumeId),
    });
  }
}
