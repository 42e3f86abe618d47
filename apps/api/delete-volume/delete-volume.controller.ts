import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenVolume } from '../resources/volume';
import { Volume, VolumeIdParams } from '../resources/volume-fields';
import { DeleteVolume } from './delete-volume';

const deleteVolume = endpoint({
  method: 'DELETE',
  path: '/v1/volumes/:volumeId',
  allow: ['member'],
  writes: true,
  tag: 'volumes',
  summary: 'Delete a volume',
  description: 'Not while it is attached. Once deleted, it stays deleted; its history stays.',
  params: VolumeIdParams,
  answer: Volume,
});

@Controller()
export class DeleteVolumeController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(deleteVolume)
  async delete(@Input() { params, write }: InputOf<typeof deleteVolume>): Promise<Reply<object>> {
    const { volumeId } = params;
    return writtenVolume(volumeId, write, await this.commands.execute(new DeleteVolume(volumeId, write)));
  }
}
