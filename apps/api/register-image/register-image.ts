import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import { ImageRegistrationProcess, type ImageRegistration } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

type Wish = Pick<ImageRegistration, 'name' | 'description' | 'origin' | 'content' | 'tags'>;

interface Registered {
  readonly imageId: string;
  readonly outcome: ImageOutcome;
}

/** EC2: RegisterImage. */
export class RegisterImage extends Command<Registered> {
  constructor(
    readonly wish: Wish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RegisterImage)
export class RegisterImageHandler implements ICommandHandler<RegisterImage> {
  constructor(private readonly registrations: ImageRegistrationProcess) {}

  async execute({ wish, write: { by, region, context, options } }: RegisterImage): Promise<Registered> {
    const imageId = resourceIdOf('ami', context.commandId);
    const registration = { ...wish, imageId, region, ownerId: by.account };
    return { imageId, outcome: await this.registrations.register(registration, context, options) };
  }
}
