import type { CommandContext, Outcome, WriteOptions, WritePath } from '#event-sourcing';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ImageRegistration } from '../image/registration';
import type { ImageBeginning, ImageState } from '../image/state';
import { imageNames } from '../image-name/image-name';
import type { Principal } from '../principal';
import { stepOf } from './follow-up';
import { plannedCopy, type CopyWish } from './image-copy-plan';
import { plannedFromInstance, type InstanceImageWish } from './image-instance-plan';
import type { ImageRegistrationProcess } from './image-registration';

export type CreationWish = InstanceImageWish | CopyWish;

/** Makes images of instances and of other images: looks at what there is, and registers what has to come of it. */
export class ImageCreation {
  constructor(
    private readonly writePath: WritePath,
    private readonly registrations: ImageRegistrationProcess,
  ) {}

  /** Throws what `plannedFromInstance` or `plannedCopy` throws, and what a registration throws. */
  async create(
    wish: CreationWish,
    by: Principal,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<Outcome<ImageState, ImageEvent>> {
    const registration = (await this.onRecord(wish, by)) ?? (await this.planned(wish, by, context));
    return this.registrations.register(registration, context, options);
  }

  /** What was decided is not decided again: the instance, or the image, may be gone by now. */
  private async onRecord(wish: CreationWish, by: Principal): Promise<ImageRegistration | undefined> {
    const { imageId, region, name } = wish;
    const { state } = await this.writePath.load(imageNames, { ownerId: by.account, region, name });
    if (state.registration?.imageId === imageId) return state.registration;
    const { state: image } = await this.writePath.load(images, imageId);
    return image.kind === 'unknown' ? undefined : registrationOf(image.created);
  }

  private planned(wish: CreationWish, by: Principal, context: CommandContext): Promise<ImageRegistration> {
    // Two bodies under one key want one image; their snapshots are not the same.
    const step = stepOf(context, 'plan its snapshots');
    return wish.kind === 'instance'
      ? plannedFromInstance(this.writePath, wish, by, step.commandId)
      : plannedCopy(this.writePath, wish, by, step);
  }
}

/** The image has given back its name, so that nothing is left to be made for it. */
function registrationOf({
  rootDeviceType: _type,
  ...created
}: ImageBeginning): ImageRegistration | undefined {
  const { imageId, ownerId, region, name, origin, tags, description: _d, family: _f, ...content } = created;
  if (origin.kind === 'adopted') return undefined;
  return { imageId, ownerId, region, name, origin, tags, content, work: { snapshots: [] } };
}
