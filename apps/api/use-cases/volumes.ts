import { AttachVolumeHandler } from '../attach-volume/attach-volume';
import { AttachVolumeController } from '../attach-volume/attach-volume.controller';
import { CreateVolumeHandler } from '../create-volume/create-volume';
import { CreateVolumeController } from '../create-volume/create-volume.controller';
import { DeleteVolumeHandler } from '../delete-volume/delete-volume';
import { DeleteVolumeController } from '../delete-volume/delete-volume.controller';
import { DetachVolumeHandler } from '../detach-volume/detach-volume';
import { DetachVolumeController } from '../detach-volume/detach-volume.controller';
import { GetVolumeHistoryHandler } from '../get-volume-history/get-volume-history';
import { GetVolumeHistoryController } from '../get-volume-history/get-volume-history.controller';
import { GetVolumeHandler } from '../get-volume/get-volume';
import { GetVolumeController } from '../get-volume/get-volume.controller';
import { ListVolumesHandler } from '../list-volumes/list-volumes';
import { ListVolumesController } from '../list-volumes/list-volumes.controller';
import { ReplaceVolumeTagsHandler } from '../replace-volume-tags/replace-volume-tags';
import { ReplaceVolumeTagsController } from '../replace-volume-tags/replace-volume-tags.controller';
import type { UseCase } from './use-case';

export const volumeUseCases: readonly UseCase[] = [
  { controller: CreateVolumeController, handler: CreateVolumeHandler },
  { controller: DeleteVolumeController, handler: DeleteVolumeHandler },
  { controller: ReplaceVolumeTagsController, handler: ReplaceVolumeTagsHandler },
  { controller: GetVolumeController, handler: GetVolumeHandler },
  { controller: ListVolumesController, handler: ListVolumesHandler },
  { controller: GetVolumeHistoryController, handler: GetVolumeHistoryHandler },
  { controller: AttachVolumeController, handler: AttachVolumeHandler },
  { controller: DetachVolumeController, handler: DetachVolumeHandler },
];
