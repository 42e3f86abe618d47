import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { familySource } from '../resources/family-source';
import { AffectedInstances } from '../reading/affected-instances';
import { ReplacementPlan } from '../resources/rollback-plan';
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
    'By that of an image that the account may launch at this moment, or of what a family leads to, such as an ' +
    'earlier version; by a snapshot of a root volume that the instance has or had; or, with none of these, by what ' +
    'it was launched from. The instance reboots; data volumes stay. `undo` names the `correlationId` of a ' +
    'replacement in the instance’s history: the root volume is replaced by that of the image which the instance ' +
    'ran before. A replaced root volume that was kept has what was written to it.',
  params: InstanceIdParams,
  body: Type.Object(
    {
      imageId: Type.Optional(Type.String({ format: 'image-id' })),
      snapshotId: Type.Optional(Type.String({ format: 'snapshot-id' })),
      ...familySource,
      undo: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
      deleteReplacedRootVolume: Type.Optional(Type.Boolean({ default: false })),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: RootVolumeReplacement,
  plan: ReplacementPlan,
});

@Controller()
export class ReplaceRootVolumeController {
  constructor(
    private readonly commands: Commands,
    private readonly affected: AffectedInstances,
  ) {}

  @Endpoint(replaceRootVolume)
  async replace(@Input() { params, body, write }: InputOf<typeof replaceRootVolume>): Promise<Reply<object>> {
    const { instanceId } = params;
    const { imageId, snapshotId, family, channel, version, undo, deleteReplacedRootVolume = false } = body;
    const source = { imageId, snapshotId, family, channel, version, undo };
    const command = new ReplaceRootVolume(instanceId, { ...source, deleteReplacedRootVolume }, write);
    return written(write, await this.commands.execute(command), {
      answerOf: (state) => replacementOfState(instanceId, state),
      affected: () => this.affected.only(instanceId),
      locationOf: () => replacementsLocation(instanceId),
    });
  }
}
