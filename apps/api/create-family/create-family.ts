import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { families, type FamilyId } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { FamilyOutcome } from '../resources/family';

export class CreateFamily extends Command<FamilyOutcome> {
  constructor(
    readonly id: FamilyId,
    readonly description: string | undefined,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateFamily)
export class CreateFamilyHandler implements ICommandHandler<CreateFamily> {
  constructor(private readonly writePath: WritePath) {}

  execute({ id, description, write: { context, options } }: CreateFamily): Promise<FamilyOutcome> {
    const described = description === undefined ? {} : { description };
    return this.writePath.execute(
      families,
      id,
      { type: 'CreateFamily', ...id, ...described },
      context,
      options,
    );
  }
}
