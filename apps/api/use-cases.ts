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
import { endpointsOf } from './http/endpoint.decorator';
import { nameMessageOf } from './http/endpoint';
import { ListAuditEvents, ListAuditEventsHandler } from './list-audit-events/list-audit-events';
import { ListAuditEventsController } from './list-audit-events/list-audit-events.controller';
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
import { LaunchInstances, LaunchInstancesHandler } from './launch-instances/launch-instances';
import { LaunchInstancesController } from './launch-instances/launch-instances.controller';
import { ListInstances, ListInstancesHandler } from './list-instances/list-instances';
import { ListInstancesController } from './list-instances/list-instances.controller';
import { GetInstance, GetInstanceHandler } from './get-instance/get-instance';
import { GetInstanceController } from './get-instance/get-instance.controller';
import { GetInstanceHistory, GetInstanceHistoryHandler } from './get-instance-history/get-instance-history';
import { GetInstanceHistoryController } from './get-instance-history/get-instance-history.controller';
import { ActOnInstance, ActOnInstanceHandler } from './act-on-instance/act-on-instance';
import { ActOnInstanceController } from './act-on-instance/act-on-instance.controller';
import {
  ReplaceInstanceTags,
  ReplaceInstanceTagsHandler,
} from './replace-instance-tags/replace-instance-tags';
import { ReplaceInstanceTagsController } from './replace-instance-tags/replace-instance-tags.controller';
import { ListImageInstances, ListImageInstancesHandler } from './list-image-instances/list-image-instances';
import { ListImageInstancesController } from './list-image-instances/list-image-instances.controller';
import { CreateSnapshot, CreateSnapshotHandler } from './create-snapshot/create-snapshot';
import { CreateSnapshotController } from './create-snapshot/create-snapshot.controller';
import { CreateVolume, CreateVolumeHandler } from './create-volume/create-volume';
import { CreateVolumeController } from './create-volume/create-volume.controller';
import { DeleteSnapshot, DeleteSnapshotHandler } from './delete-snapshot/delete-snapshot';
import { DeleteSnapshotController } from './delete-snapshot/delete-snapshot.controller';
import { DeleteVolume, DeleteVolumeHandler } from './delete-volume/delete-volume';
import { DeleteVolumeController } from './delete-volume/delete-volume.controller';
import { GetSnapshot, GetSnapshotHandler } from './get-snapshot/get-snapshot';
import { GetSnapshotController } from './get-snapshot/get-snapshot.controller';
import { GetSnapshotHistory, GetSnapshotHistoryHandler } from './get-snapshot-history/get-snapshot-history';
import { GetSnapshotHistoryController } from './get-snapshot-history/get-snapshot-history.controller';
import { GetVolume, GetVolumeHandler } from './get-volume/get-volume';
import { GetVolumeController } from './get-volume/get-volume.controller';
import { GetVolumeHistory, GetVolumeHistoryHandler } from './get-volume-history/get-volume-history';
import { GetVolumeHistoryController } from './get-volume-history/get-volume-history.controller';
import { ListSnapshots, ListSnapshotsHandler } from './list-snapshots/list-snapshots';
import { ListSnapshotsController } from './list-snapshots/list-snapshots.controller';
import { ListVolumes, ListVolumesHandler } from './list-volumes/list-volumes';
import { ListVolumesController } from './list-volumes/list-volumes.controller';
import {
  ReplaceSnapshotTags,
  ReplaceSnapshotTagsHandler,
} from './replace-snapshot-tags/replace-snapshot-tags';
import { ReplaceSnapshotTagsController } from './replace-snapshot-tags/replace-snapshot-tags.controller';
import { ReplaceVolumeTags, ReplaceVolumeTagsHandler } from './replace-volume-tags/replace-volume-tags';
import { ReplaceVolumeTagsController } from './replace-volume-tags/replace-volume-tags.controller';
import { AttachVolume, AttachVolumeHandler } from './attach-volume/attach-volume';
import { AttachVolumeController } from './attach-volume/attach-volume.controller';
import { DetachVolume, DetachVolumeHandler } from './detach-volume/detach-volume';
import { DetachVolumeController } from './detach-volume/detach-volume.controller';

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
  { controller: LaunchInstancesController, message: LaunchInstances, handler: LaunchInstancesHandler },
  { controller: ListInstancesController, message: ListInstances, handler: ListInstancesHandler },
  { controller: GetInstanceController, message: GetInstance, handler: GetInstanceHandler },
  {
    controller: GetInstanceHistoryController,
    message: GetInstanceHistory,
    handler: GetInstanceHistoryHandler,
  },
  { controller: ActOnInstanceController, message: ActOnInstance, handler: ActOnInstanceHandler },
  {
    controller: ReplaceInstanceTagsController,
    message: ReplaceInstanceTags,
    handler: ReplaceInstanceTagsHandler,
  },
  {
    controller: ListImageInstancesController,
    message: ListImageInstances,
    handler: ListImageInstancesHandler,
  },
  { controller: CreateVolumeController, message: CreateVolume, handler: CreateVolumeHandler },
  { controller: DeleteVolumeController, message: DeleteVolume, handler: DeleteVolumeHandler },
  { controller: ReplaceVolumeTagsController, message: ReplaceVolumeTags, handler: ReplaceVolumeTagsHandler },
  { controller: GetVolumeController, message: GetVolume, handler: GetVolumeHandler },
  { controller: ListVolumesController, message: ListVolumes, handler: ListVolumesHandler },
  { controller: GetVolumeHistoryController, message: GetVolumeHistory, handler: GetVolumeHistoryHandler },
  { controller: CreateSnapshotController, message: CreateSnapshot, handler: CreateSnapshotHandler },
  { controller: DeleteSnapshotController, message: DeleteSnapshot, handler: DeleteSnapshotHandler },
  {
    controller: ReplaceSnapshotTagsController,
    message: ReplaceSnapshotTags,
    handler: ReplaceSnapshotTagsHandler,
  },
  { controller: GetSnapshotController, message: GetSnapshot, handler: GetSnapshotHandler },
  { controller: ListSnapshotsController, message: ListSnapshots, handler: ListSnapshotsHandler },
  {
    controller: GetSnapshotHistoryController,
    message: GetSnapshotHistory,
    handler: GetSnapshotHistoryHandler,
  },
  { controller: AttachVolumeController, message: AttachVolume, handler: AttachVolumeHandler },
  { controller: DetachVolumeController, message: DetachVolume, handler: DetachVolumeHandler },
  { controller: IssueServiceTokenController, message: IssueServiceToken, handler: IssueServiceTokenHandler },
  {
    controller: RevokeServiceTokenController,
    message: RevokeServiceToken,
    handler: RevokeServiceTokenHandler,
  },
  { controller: GetServiceTokenController, message: GetServiceToken, handler: GetServiceTokenHandler },
  { controller: ListServiceTokensController, message: ListServiceTokens, handler: ListServiceTokensHandler },
  { controller: ListAuditEventsController, message: ListAuditEvents, handler: ListAuditEventsHandler },
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

/** So that the record of a refusal can say what was asked in the words of the code. */
export function nameMessages(cases: readonly UseCase[]): void {
  for (const { controller, message } of cases)
    for (const declaration of endpointsOf(controller)) nameMessageOf(declaration, message.name);
}
