import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import type { ActOnInstance as Act } from '#machine-images';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenInstance } from '../resources/instance';
import { Instance, InstanceIdParams } from '../resources/instance-fields';
import { ActOnInstance } from './act-on-instance';

const COMMANDS = {
  start: 'StartInstance',
  stop: 'StopInstance',
  reboot: 'RebootInstance',
  terminate: 'TerminateInstance',
} as const satisfies Record<string, Act['type']>;

const actOnInstance = endpoint({
  method: 'POST',
  path: '/v1/instances/:instanceId/actions',
  allow: ['member'],
  writes: true,
  tag: 'instances',
  summary: 'Start, stop, reboot or terminate an instance',
  description:
    'A terminated instance gives back its volumes: those with deleteOnTermination are deleted, the others are free.',
  params: InstanceIdParams,
  body: Type.Object(
    { action: Type.Enum(['start', 'stop', 'reboot', 'terminate']), reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: Instance,
});

@Controller()
export class ActOnInstanceController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(actOnInstance)
  async act(@Input() { params, body, write }: InputOf<typeof actOnInstance>): Promise<Reply<object>> {
    const { instanceId } = params;
    const command = new ActOnInstance(instanceId, COMMANDS[body.action], write);
    return writtenInstance(instanceId, write, await this.commands.execute(command));
  }
}
