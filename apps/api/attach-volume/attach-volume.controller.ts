import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenVolume } from '../resources/volume';
import { Volume, VolumeIdParams } from '../resources/volume-fields';
import { AttachVolume } from './attach-volume';

const attachVolume = endpoint({
  method: 'POST',
  path: '/v1/volumes/:volumeId/attachments',
  allow: ['member'],
  writes: true,
  tag: 'volumes',
  summary: 'Attach a volume to an instance',
  description:
    'Both in one zone. A volume is attached to one instance at most, and a device has one volume at most.',
  params: VolumeIdParams,
  body: Type.Object(
    {
      instanceId: Type.String({ format: 'instance-id' }),
      device: Type.String({ pattern: '^(/dev/)?[a-z]{1,8}[a-z0-9]{0,8}$', examples: ['/dev/sdf'] }),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Volume,
});

@Controller()
export class AttachVolumeController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(attachVolume)
  async attach(@Input() { params, body, write }: InputOf<typeof attachVolume>): Promise<Reply<object>> {
    const { volumeId } = params;
    const { instanceId, device } = body;
    const command = new AttachVolume({ volumeId, instanceId, device }, write);
    return writtenVolume(volumeId, write, await this.commands.execute(command));
  }
}
