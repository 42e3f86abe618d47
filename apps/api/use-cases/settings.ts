import { GetImageBlockPublicAccessHandler } from '../get-image-block-public-access/get-image-block-public-access';
import { GetImageBlockPublicAccessController } from '../get-image-block-public-access/get-image-block-public-access.controller';
import { GetSettingsHistoryHandler } from '../get-settings-history/get-settings-history';
import { GetSettingsHistoryController } from '../get-settings-history/get-settings-history.controller';
import { SetImageBlockPublicAccessHandler } from '../set-image-block-public-access/set-image-block-public-access';
import { SetImageBlockPublicAccessController } from '../set-image-block-public-access/set-image-block-public-access.controller';
import type { UseCase } from './use-case';

export const settingsUseCases: readonly UseCase[] = [
  { controller: SetImageBlockPublicAccessController, handler: SetImageBlockPublicAccessHandler },
  { controller: GetImageBlockPublicAccessController, handler: GetImageBlockPublicAccessHandler },
  { controller: GetSettingsHistoryController, handler: GetSettingsHistoryHandler },
];
