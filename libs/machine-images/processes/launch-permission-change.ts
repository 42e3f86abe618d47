import type { CommandContext, Outcome, WriteOptions, WritePath } from '#event-sourcing';
import type { ChangeLaunchPermissions } from '../image/commands';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ImageState } from '../image/state';
import { settings, unsetSettings, type ImageBlockPublicAccess } from '../settings/settings';

type WishedChange = Omit<ChangeLaunchPermissions, 'imageBlockPublicAccess'>;

/**
 * Changes who may launch an image. One append to the image, which rests on what the image’s owner has set at that
 * moment: whoever asks to make it public after a block was acknowledged is refused.
 */
export class LaunchPermissionChange {
  constructor(private readonly writePath: WritePath) {}

  /** Throws what `changeLaunchPermissions` throws. */
  change(
    wished: WishedChange,
    context: CommandContext,
    options: WriteOptions = {},
  ): Promise<Outcome<ImageState, ImageEvent>> {
    const command = async (): Promise<ChangeLaunchPermissions> => ({
      ...wished,
      imageBlockPublicAccess: await this.imageBlockPublicAccess(wished),
    });
    return this.writePath.execute(images, wished.imageId, command, context, options);
  }

  /** Whose an image is and where never changes, so any look at it will do. Of no concern to what makes nothing public. */
  private async imageBlockPublicAccess({ imageId, add }: WishedChange): Promise<ImageBlockPublicAccess> {
    if (!add.some((principal) => 'group' in principal)) return unsetSettings.imageBlockPublicAccess;
    const { state: image } = await this.writePath.load(images, imageId);
    if (image.kind === 'unknown') return unsetSettings.imageBlockPublicAccess;
    const { ownerId: account, region } = image.created;
    const { state } = await this.writePath.load(settings, { account, region });
    return state.imageBlockPublicAccess;
  }
}
