import type { Type } from '@nestjs/common';
import { CancelDeprecation, CancelDeprecationHandler } from './cancel-deprecation/cancel-deprecation';
import { CancelDeprecationController } from './cancel-deprecation/cancel-deprecation.controller';
import {
  ChangeLaunchPermissions,
  ChangeLaunchPermissionsHandler,
} from './change-launch-permissions/change-launch-permissions';
import { ChangeLaunchPermissionsController } from './change-launch-permissions/change-launch-permissions.controller';
import { CheckAccess, CheckAccessHandler } from './check-access/check-access';
import { CheckAccessController } from './check-access/check-access.controller';
import { DeregisterImage, DeregisterImageHandler } from './deregister-image/deregister-image';
import { DeregisterImageController } from './deregister-image/deregister-image.controller';
import { DescribeImage, DescribeImageHandler } from './describe-image/describe-image';
import { DescribeImageController } from './describe-image/describe-image.controller';
import { GetImage, GetImageHandler } from './get-image/get-image';
import { GetImageController } from './get-image/get-image.controller';
import { GetImageHistory, GetImageHistoryHandler } from './get-image-history/get-image-history';
import { GetImageHistoryController } from './get-image-history/get-image-history.controller';
import { GetServiceToken, GetServiceTokenHandler } from './get-service-token/get-service-token';
import { GetServiceTokenController } from './get-service-token/get-service-token.controller';
import { IssueServiceToken, IssueServiceTokenHandler } from './issue-service-token/issue-service-token';
import { IssueServiceTokenController } from './issue-service-token/issue-service-token.controller';
import { ListImages, ListImagesHandler } from './list-images/list-images';
import { ListImagesController } from './list-images/list-images.controller';
import {
  ListLaunchPermissions,
  ListLaunchPermissionsHandler,
} from './list-launch-permissions/list-launch-permissions';
import { ListLaunchPermissionsController } from './list-launch-permissions/list-launch-permissions.controller';
import { ListServiceTokens, ListServiceTokensHandler } from './list-service-tokens/list-service-tokens';
import { ListServiceTokensController } from './list-service-tokens/list-service-tokens.controller';
import { RegisterImage, RegisterImageHandler } from './register-image/register-image';
import { RegisterImageController } from './register-image/register-image.controller';
import { ReplaceImageTags, ReplaceImageTagsHandler } from './replace-image-tags/replace-image-tags';
import { ReplaceImageTagsController } from './replace-image-tags/replace-image-tags.controller';
import { RevokeServiceToken, RevokeServiceTokenHandler } from './revoke-service-token/revoke-service-token';
import { RevokeServiceTokenController } from './revoke-service-token/revoke-service-token.controller';
import { ScheduleDeprecation, ScheduleDeprecationHandler } from './schedule-deprecation/schedule-deprecation';
import { ScheduleDeprecationController } from './schedule-deprecation/schedule-deprecation.controller';

/** A route, the command or query that it makes of a request, and who answers that. */
export interface UseCase {
  readonly controller: Type;
  readonly message: Type;
  readonly handler: Type;
}

export const useCases: readonly UseCase[] = [
  { controller: RegisterImageController, message: RegisterImage, handler: RegisterImageHandler },
  { controller: DescribeImageController, message: DescribeImage, handler: DescribeImageHandler },
  { controller: ReplaceImageTagsController, message: ReplaceImageTags, handler: ReplaceImageTagsHandler },
  {
    controller: ChangeLaunchPermissionsController,
    message: ChangeLaunchPermissions,
    handler: ChangeLaunchPermissionsHandler,
  },
  { controller: DeregisterImageController, message: DeregisterImage, handler: DeregisterImageHandler },
  {
    controller: ScheduleDeprecationController,
    message: ScheduleDeprecation,
    handler: ScheduleDeprecationHandler,
  },
  { controller: CancelDeprecationController, message: CancelDeprecation, handler: CancelDeprecationHandler },
  { controller: GetImageController, message: GetImage, handler: GetImageHandler },
  { controller: ListImagesController, message: ListImages, handler: ListImagesHandler },
  { controller: GetImageHistoryController, message: GetImageHistory, handler: GetImageHistoryHandler },
  {
    controller: ListLaunchPermissionsController,
    message: ListLaunchPermissions,
    handler: ListLaunchPermissionsHandler,
  },
  { controller: CheckAccessController, message: CheckAccess, handler: CheckAccessHandler },
  { controller: IssueServiceTokenController, message: IssueServiceToken, handler: IssueServiceTokenHandler },
  {
    controller: RevokeServiceTokenController,
    message: RevokeServiceToken,
    handler: RevokeServiceTokenHandler,
  },
  { controller: GetServiceTokenController, message: GetServiceToken, handler: GetServiceTokenHandler },
  { controller: ListServiceTokensController, message: ListServiceTokens, handler: ListServiceTokensHandler },
];

/** Where `@CommandHandler` and `@QueryHandler` keep what they were given. */
const HANDLES = ['__commandHandler__', '__queryHandler__'];

/** The buses merely warn of a second handler, and of a missing one only when it is called. */
export function refuseAmbiguousHandlers(cases: readonly UseCase[]): void {
  const seen = new Set<Type>();
  for (const { message, handler } of cases) {
    const declared: unknown = HANDLES.map((key) => Reflect.getMetadata(key, handler) as unknown).find(
      Boolean,
    );
    if (declared !== message) throw new TypeError(`${handler.name} does not handle ${message.name}`);
    if (seen.has(message)) throw new TypeError(`${message.name} has more than one handler`);
    seen.add(message);
  }
}
