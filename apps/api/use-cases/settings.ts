import { GetAllowedImagesHandler } from '../get-allowed-images/get-allowed-images';
import { GetAllowedImagesController } from '../get-allowed-images/get-allowed-images.controller';
import { GetImageBlockPublicAccessHandler } from '../get-image-block-public-access/get-image-block-public-access';
import { GetImageBlockPublicAccessController } from '../get-image-block-public-access/get-image-block-public-access.controller';
import { GetSettingsHistoryHandler } from '../get-settings-history/get-settings-history';
import { GetSettingsHistoryController } from '../get-settings-history/get-settings-history.controller';
import { SetAllowedImagesHandler } from '../set-allowed-images/set-allowed-images';
import { SetAllowedImagesController } from '../set-allowed-images/set-allowed-images.controller';
import { SetImageBlockPublicAccessHandler } from '../set-image-block-public-access/set-image-block-public-access';
import { SetImageBlockPublicAccessController } from '../set-image-block-public-access/set-image-block-public-access.controller';
import type { UseCase } from './use-case';

export const settingsUseCases: readonly UseCase[] = [
  { controller: SetImageBlockPublicAccessController, handler: SetImageBlockPublicAccessHandler },
  { controller: GetImageBlockPublicAccessController, handler: GetImageBlockPublicAccessHandler },
  { controller: SetAllowedImagesController, handler: SetAllowedImagesHandler },
  { controller: GetAllowedImagesController, handler: GetAllowedImagesHandler },
  { controller: GetSettingsHistoryController, handler: GetSettingsHistoryHandler },
];
