import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import { ImageCreation, ImagePublicationProcess, ImageRegistrationProcess } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';
import type { ImageWish } from './wish';

interface Registered {
  readonly imageId: string;
  readonly outcome: ImageOutcome;
}

/** EC2: RegisterImage, CreateImage, CopyImage. */
export class RegisterImage extends Command<Registered> {
  constructor(
    readonly wish: ImageWish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RegisterImage)
export class RegisterImageHandler implements ICommandHandler<RegisterImage> {
  constructor(
    private readonly registrations: ImageRegistrationProcess,
    private readonly creation: ImageCreation,
    private readonly publication: ImagePublicationProcess,
  ) {}

  async execute({ wish, write }: RegisterImage): Promise<Registered> {
    const imageId = resourceIdOf('ami', write.context.commandId);
    if (wish.family !== undefined) await this.publication.check(wish.family.name, write.by);
    return { imageId, outcome: await this.make(imageId, wish, write) };
  }

  private make(imageId: string, wish: ImageWish, write: WriteRequest): Promise<ImageOutcome> {
    const { by, region, context, options } = write;
    switch (wish.kind) {
      case 'snapshots': {
        const { kind, ...content } = wish;
        const registration = { ...content, imageId, region, ownerId: by.account, origin: { kind } };
        return this.registrations.register(registration, context, options);
      }
      case 'instance':
        return this.creation.create({ ...wish, imageId, region }, by, context, options);
      case 'copy': {
        const copy = { sourceRegion: region, ...wish, imageId, region };
        return this.creation.create(copy, by, context, options);
      }
    }
  }
}
