import type { CommandContext, Outcome, WriteOptions, WritePath } from '#event-sourcing';
import type { ChangeLaunchPermissions, EnableImage } from '../image/commands';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ImageState } from '../image/state';
import { settings, unsetSettings, type ImageBlockPublicAccess } from '../settings/settings';

type Wished<Command> = Omit<Command, 'imageBlockPublicAccess'>;
type ImageOutcome = Outcome<ImageState, ImageEvent>;

/**
 * Changes who may launch an image. One append to the image, which rests on what the image’s owner has set at that
 * moment: whoever asks to make it public after a block was acknowledged is refused.
 */
export class LaunchPermissionChange {
  constructor(private readonly writePath: WritePath) {}

  /** Throws what `changeLaunchPermissions` throws. */
  change(
    wished: Wished<ChangeLaunchPermissions>,
    context: CommandContext,
    options: WriteOptions = {},
  ): Promise<ImageOutcome> {
    const { imageId, add } = wished;
    const command = async (): Promise<ChangeLaunchPermissions> => ({
      ...wished,
      imageBlockPublicAccess: add.some((principal) => 'group' in principal)
        ? await this.imageBlockPublicAccess(imageId)
        : unsetSettings.imageBlockPublicAccess,
    });
    return this.writePath.execute(images, imageId, command, context, options);
  }

  /** Throws what `enable` throws. */
  enable(
    wished: Wished<EnableImage>,
    context: CommandContext,
    options: WriteOptions = {},
  ): Promise<ImageOutcome> {
    const { imageId } = wished;
    const command = async (): Promise<EnableImage> => ({
      ...wished,
      imageBlockPublicAccess: await this.imageBlockPublicAccess(imageId),
    });
    return this.writePath.execute(images, imageId, command, context, options);
  }

  /** Whose an image is and where never changes, so any look at it will do. */
  private async imageBlockPublicAccess(imageId: string): Promise<ImageBlockPublicAccess> {
    const { state: image } = await this.writePath.load(images, imageId);
    if (image.kind === 'unknown') return unsetSettings.imageBlockPublicAccess;
    const { ownerId: account, region } = image.created;
    const { state } = await this.writePath.load(settings, { account, region });
    return state.imageBlockPublicAccess;
  }
}
