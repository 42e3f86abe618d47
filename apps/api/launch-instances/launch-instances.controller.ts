import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { IMAGE_NOT_ALLOWED, zonesOf, type LaunchRequestedData, type LaunchState } from '#machine-images';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { Tags } from '../resources/fields';
import { familySource } from '../resources/family-source';
import { BlockDeviceMapping } from '../resources/image-fields';
import { instanceOfState, type InstanceOutcome } from '../resources/instance';
import { Launch } from '../resources/instance-fields';
import { LaunchInstances } from './launch-instances';

const Count = Type.Integer({ minimum: 1, maximum: 1_000 });

const launchInstances = endpoint({
  method: 'POST',
  path: '/v1/instances',
  allow: ['member'],
  writes: true,
  status: 201,
  tag: 'instances',
  summary: 'Launch instances from an image, or from what a family leads to',
  description:
    'As the EC2 action RunInstances, from an image or from a family. What a family leads to is looked up at this ' +
    'moment, and kept with the instance. Whether the account may is decided at this moment, and the ground is recorded.',
  body: Type.Object(
    {
      imageId: Type.Optional(Type.String({ format: 'image-id' })),
      ...familySource,
      instanceType: Type.String({ minLength: 3, maxLength: 64, examples: ['m7g.large'] }),
      minCount: Type.Optional(Count),
      maxCount: Type.Optional(Count),
      zone: Type.Optional(Type.String({ maxLength: 64, examples: ['us-east-1a'] })),
      blockDeviceMappings: Type.Optional(Type.Array(BlockDeviceMapping, { maxItems: 100 })),
      tags: Type.Optional(Tags),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Launch,
});

@Controller()
export class LaunchInstancesController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(launchInstances)
  async launch(@Input() { body, write }: InputOf<typeof launchInstances>): Promise<Reply<object>> {
    const {
      imageId,
      family,
      channel,
      version,
      instanceType,
      minCount = 1,
      maxCount = minCount,
      ...rest
    } = body;
    const { zone = zonesOf(write.region)[0] ?? '', blockDeviceMappings = [], tags = {} } = rest;
    const source = { imageId, family, channel, version };
    const wish = { source, instanceType, minCount, maxCount, zone, blockDeviceMappings, tags };
    const { outcome, instances } = await this.commands.execute(new LaunchInstances(wish, write));
    return written(write, outcome, {
      answerOf: (state) => launchOf(state, instances),
      locationOf: (state) =>
        state.kind === 'unknown' ? '/v1/instances' : `/v1/instances?launchId=${state.requested.launchId}`,
    });
  }
}

function launchOf(state: LaunchState, instances: readonly InstanceOutcome[]): object {
  if (state.kind === 'unknown') throw new TypeError('a launch that was decided is on record');
  const { launchId, ownerId, imageId, requested } = state.requested;
  const warnings = warningsOf(state.requested);
  return {
    launchId,
    ownerId,
    imageId,
    requested,
    state: state.kind,
    ...(warnings.length === 0 ? {} : { warnings }),
    instances: instances.map((instance, index) =>
      instanceOfState(state.requested.instances[index]?.instanceId ?? '', instance.state, instance.revision),
    ),
  };
}

const warningsOf = ({ imageId, imageAllowed, imageDeprecated }: LaunchRequestedData): readonly object[] => [
  ...(imageAllowed === false ? [notAllowed(imageId)] : []),
  ...(imageDeprecated === undefined ? [] : [deprecated(imageId, imageDeprecated)]),
];

const deprecated = (imageId: string, { replacement }: { readonly replacement?: string }): object =>
  replacement === undefined
    ? { code: 'image-deprecated', message: `${imageId} is deprecated` }
    : {
        code: 'image-deprecated',
        message: `${imageId} is deprecated: launch ${replacement} instead`,
        replacement: { imageId: replacement },
      };

const notAllowed = (imageId: string): object => ({
  code: IMAGE_NOT_ALLOWED,
  message: `${imageId} meets none of the criteria for allowed images of the account; once they are enabled, it is not launched`,
});
