import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { Tags } from '../resources/fields';
import { writtenInstance } from '../resources/instance';
import { Instance, InstanceIdParams } from '../resources/instance-fields';
import { ReplaceInstanceTags } from './replace-instance-tags';

const replaceInstanceTags = endpoint({
  method: 'PUT',
  path: '/v1/instances/:instanceId/tags',
  allow: ['member'],
  writes: true,
  tag: 'instances',
  summary: 'Replace the tags of an instance',
  description: 'The body is the tags: exactly these are there afterwards.',
  params: InstanceIdParams,
  body: Tags,
  answer: Instance,
});

@Controller()
export class ReplaceInstanceTagsController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(replaceInstanceTags)
  async replace(
    @Input() { params, body, write }: InputOf<typeof replaceInstanceTags>,
  ): Promise<Reply<object>> {
    const { instanceId } = params;
    const outcome = await this.commands.execute(new ReplaceInstanceTags(instanceId, body, write));
    return writtenInstance(instanceId, write, outcome);
  }
}
