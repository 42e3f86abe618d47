import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { InstanceIdParams } from '../resources/instance-fields';
import {
  replacementOfState,
  replacementsLocation,
  RootVolumeReplacement,
} from '../resources/root-volume-replacement';
import { ReplaceRootVolume } from './replace-root-volume';

const replaceRootVolume = endpoint({
  method: 'POST',
  path: '/v1/instances/:instanceId/root-volume-replacements',
  allow: ['member'],
  writes: true,
  status: 201,
  tag: 'instances',
  summary: 'Replace the root volume of a running instance',
  description:
    'By that of an image that the account may launch at this moment, by a snapshot of a root volume that the ' +
    'instance has or had, or, with neither, by what it was launched from. The instance reboots; data volumes stay.',
  params: InstanceIdParams,
  body: Type.Object(
    {
      imageId: Type.Optional(Type.String({ format: 'image-id' })),
      snapshotId: Type.Optional(Type.String({ format: 'snapshot-id' })),
      deleteReplacedRootVolume: Type.Optional(Type.Boolean({ default: false })),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: RootVolumeReplacement,
});

@Controller()
export class ReplaceRootVolumeController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(replaceRootVolume)
  async replace(@Input() { params, body, write }: InputOf<typeof replaceRootVolume>): Promise<Reply<object>> {
    const { instanceId } = params;
    const { reason: _, deleteReplacedRootVolume = false, ...source } = body;
    const command = new ReplaceRootVolume(instanceId, { ...source, deleteReplacedRootVolume }, write);
    return written(write, await this.commands.execute(command), {
      answerOf: (state) => replacementOfState(instanceId, state),
      locationOf: () => replacementsLocation(instanceId),
    });
  }
}
