import { CancelDeprecationHandler } from '../cancel-deprecation/cancel-deprecation';
import { CancelDeprecationController } from '../cancel-deprecation/cancel-deprecation.controller';
import { DeregisterImageHandler } from '../deregister-image/deregister-image';
import { DeregisterImageController } from '../deregister-image/deregister-image.controller';
import { DescribeImageHandler } from '../describe-image/describe-image';
import { DescribeImageController } from '../describe-image/describe-image.controller';
import { GetImageHistoryHandler } from '../get-image-history/get-image-history';
import { GetImageHistoryController } from '../get-image-history/get-image-history.controller';
import { GetImageLineageHandler } from '../get-image-lineage/get-image-lineage';
import { GetImageLineageController } from '../get-image-lineage/get-image-lineage.controller';
import { GetImageHandler } from '../get-image/get-image';
import { GetImageController } from '../get-image/get-image.controller';
import { ListImagesHandler } from '../list-images/list-images';
import { ListImagesController } from '../list-images/list-images.controller';
import { RegisterImageHandler } from '../register-image/register-image';
import { RegisterImageController } from '../register-image/register-image.controller';
import { ReplaceImageTagsHandler } from '../replace-image-tags/replace-image-tags';
import { ReplaceImageTagsController } from '../replace-image-tags/replace-image-tags.controller';
import { ScheduleDeprecationHandler } from '../schedule-deprecation/schedule-deprecation';
import { ScheduleDeprecationController } from '../schedule-deprecation/schedule-deprecation.controller';
import type { UseCase } from './use-case';

export const imageUseCases: readonly UseCase[] = [
  { controller: RegisterImageController, handler: RegisterImageHandler },
  { controller: DescribeImageController, handler: DescribeImageHandler },
  { controller: ReplaceImageTagsController, handler: ReplaceImageTagsHandler },
  { controller: DeregisterImageController, handler: DeregisterImageHandler },
  { controller: ScheduleDeprecationController, handler: ScheduleDeprecationHandler },
  { controller: CancelDeprecationController, handler: CancelDeprecationHandler },
  { controller: GetImageController, handler: GetImageHandler },
  { controller: ListImagesController, handler: ListImagesHandler },
  { controller: GetImageHistoryController, handler: GetImageHistoryHandler },
  { controller: GetImageLineageController, handler: GetImageLineageHandler },
];
