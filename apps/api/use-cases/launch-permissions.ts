import { AnswerLaunchPermissionHandler } from '../answer-launch-permission/answer-launch-permission';
import { AnswerLaunchPermissionController } from '../answer-launch-permission/answer-launch-permission.controller';
import { ChangeLaunchPermissionsHandler } from '../change-launch-permissions/change-launch-permissions';
import { ChangeLaunchPermissionsController } from '../change-launch-permissions/change-launch-permissions.controller';
import { CheckAccessHandler } from '../check-access/check-access';
import { CheckAccessController } from '../check-access/check-access.controller';
import { ListLaunchPermissionOffersHandler } from '../list-launch-permission-offers/list-launch-permission-offers';
import { ListLaunchPermissionOffersController } from '../list-launch-permission-offers/list-launch-permission-offers.controller';
import { ListLaunchPermissionsHandler } from '../list-launch-permissions/list-launch-permissions';
import { ListLaunchPermissionsController } from '../list-launch-permissions/list-launch-permissions.controller';
import type { UseCase } from './use-case';

export const launchPermissionUseCases: readonly UseCase[] = [
  { controller: ChangeLaunchPermissionsController, handler: ChangeLaunchPermissionsHandler },
  { controller: ListLaunchPermissionsController, handler: ListLaunchPermissionsHandler },
  { controller: AnswerLaunchPermissionController, handler: AnswerLaunchPermissionHandler },
  { controller: ListLaunchPermissionOffersController, handler: ListLaunchPermissionOffersHandler },
  { controller: CheckAccessController, handler: CheckAccessHandler },
];
