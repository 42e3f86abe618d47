import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { Tags } from '../resources/fields';
import { writtenVolume } from '../resources/volume';
import { Volume, VolumeIdParams } from '../resources/volume-fields';
import { ReplaceVolumeTags } from './replace-volume-tags';

const replaceVolumeTags = endpoint({
  method: 'PUT',
  path: '/v1/volumes/:volumeId/tags',
  allow: ['member'],
  writes: true,
  tag: 'volumes',
  summary: 'Replace the tags of a volume',
  description: 'The body is the tags: exactly these are there afterwards.',
  params: VolumeIdParams,
  body: Tags,
  answer: Volume,
});

@Controller()
export class ReplaceVolumeTagsController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(replaceVolumeTags)
  async replace(@Input() { params, body, write }: InputOf<typeof replaceVolumeTags>): Promise<Reply<object>> {
    const { volumeId } = params;
    const outcome = await this.commands.execute(new ReplaceVolumeTags(volumeId, body, write));
    return writtenVolume(volumeId, write, outcome);
  }
}
