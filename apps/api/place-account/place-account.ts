import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { memberships, type Membership } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { MembershipOutcome } from '../resources/organization-account';

export class PlaceAccount extends Command<MembershipOutcome> {
  constructor(
    readonly place: Membership & { readonly account: string },
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(PlaceAccount)
export class PlaceAccountHandler implements ICommandHandler<PlaceAccount> {
  constructor(private readonly writePath: WritePath) {}

  execute({ place, write: { context, options } }: PlaceAccount): Promise<MembershipOutcome> {
    const command = { type: 'PlaceAccount', ...place } as const;
    return this.writePath.execute(memberships, place.account, command, context, options);
  }
}
