import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InstanceActionProcess, type ActOnInstance as Act } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { InstanceOutcome } from '../resources/instance';

/** EC2: StartInstances, StopInstances, RebootInstances, TerminateInstances. */
export class ActOnInstance extends Command<InstanceOutcome> {
  constructor(
    readonly instanceId: string,
    readonly type: Act['type'],
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ActOnInstance)
export class ActOnInstanceHandler implements ICommandHandler<ActOnInstance> {
  constructor(private readonly actions: InstanceActionProcess) {}

  execute({ instanceId, type, write: { by, context, options } }: ActOnInstance): Promise<InstanceOutcome> {
    return this.actions.act({ type, instanceId, by }, context, options);
  }
}
