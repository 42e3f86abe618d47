import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { InstanceIdParams } from '../resources/instance-fields';
import { writtenVolume } from '../resources/volume';
import { Volume, VolumeIdParams } from '../resources/volume-fields';
import { DetachVolume } from './detach-volume';

const detachVolume = endpoint({
  method: 'DELETE',
  path: '/v1/volumes/:volumeId/attachments/:instanceId',
  allow: ['member'],
  writes: true,
  tag: 'volumes',
  summary: 'Detach a volume from an instance',
  description: 'Not the root volume of an instance that runs.',
  params: Type.Object({ ...VolumeIdParams.properties, ...InstanceIdParams.properties }),
  answer: Volume,
});

@Controller()
export class DetachVolumeController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(detachVolume)
  async detach(@Input() { params, write }: InputOf<typeof detachVolume>): Promise<Reply<object>> {
    const { volumeId, instanceId } = params;
    const outcome = await this.commands.execute(new DetachVolume({ volumeId, instanceId }, write));
    return writtenVolume(volumeId, write, outcome);
  }
}
