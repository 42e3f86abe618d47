import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { memberships } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { MembershipOutcome } from '../resources/organization-account';

interface Member {
  readonly organizationId: string;
  readonly account: string;
}

export class RemoveAccount extends Command<MembershipOutcome> {
  constructor(
    readonly member: Member,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RemoveAccount)
export class RemoveAccountHandler implements ICommandHandler<RemoveAccount> {
  constructor(private readonly writePath: WritePath) {}

  execute({ member, write: { context, options } }: RemoveAccount): Promise<MembershipOutcome> {
    const command = { type: 'RemoveAccount', ...member } as const;
    return this.writePath.execute(memberships, member.account, command, context, options);
  }
}
