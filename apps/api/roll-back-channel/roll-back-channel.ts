import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import {
  families,
  pathOf,
  type FamilyEvent,
  type FamilyId,
  type UndoneChannelRollback,
} from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { FamilyOutcome } from '../resources/family';

export interface ChannelRollbackWish {
  readonly channel: string;
  readonly to?: number;
  /** The correlation id of a rollback. */
  readonly undo?: string;
}

export class RollBackChannel extends Command<FamilyOutcome> {
  constructor(
    readonly id: FamilyId,
    readonly rollback: ChannelRollbackWish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RollBackChannel)
export class RollBackChannelHandler implements ICommandHandler<RollBackChannel> {
  constructor(private readonly writePath: WritePath) {}

  /** What the channel was does not change any more, so it may be looked at before the decision. */
  async execute({ id, rollback, write }: RollBackChannel): Promise<FamilyOutcome> {
    const { by, context, options } = write;
    const { undo, ...wish } = rollback;
    const undone = undo === undefined ? {} : { undo: await this.undone(id, wish.channel, undo) };
    const command = { type: 'RollBackChannel', ...id, by, at: context.at, ...wish, ...undone } as const;
    return this.writePath.execute(families, id, command, context, options);
  }

  private async undone(id: FamilyId, channel: string, correlationId: string): Promise<UndoneChannelRollback> {
    const isRollback = (event: FamilyEvent): boolean =>
      event.type === 'ChannelRolledBack' && event.data.channel === channel;
    const found = await this.writePath.loadBefore(families, id, correlationId, isRollback);
    if (found?.before.state.kind !== 'existing') return { correlationId };
    return { correlationId, path: pathOf(found.before.state, channel) };
  }
}
