import { ActOnInstanceHandler } from '../act-on-instance/act-on-instance';
import { ActOnInstanceController } from '../act-on-instance/act-on-instance.controller';
import { GetInstanceHistoryHandler } from '../get-instance-history/get-instance-history';
import { GetInstanceHistoryController } from '../get-instance-history/get-instance-history.controller';
import { GetInstanceHandler } from '../get-instance/get-instance';
import { GetInstanceController } from '../get-instance/get-instance.controller';
import { LaunchInstancesHandler } from '../launch-instances/launch-instances';
import { LaunchInstancesController } from '../launch-instances/launch-instances.controller';
import { ListDriftHandler } from '../list-drift/list-drift';
import { ListDriftController } from '../list-drift/list-drift.controller';
import { ListImageInstancesHandler } from '../list-image-instances/list-image-instances';
import { ListImageInstancesController } from '../list-image-instances/list-image-instances.controller';
import { ListInstancesHandler } from '../list-instances/list-instances';
import { ListInstancesController } from '../list-instances/list-instances.controller';
import { ListRootVolumeReplacementsHandler } from '../list-root-volume-replacements/list-root-volume-replacements';
import { ListRootVolumeReplacementsController } from '../list-root-volume-replacements/list-root-volume-replacements.controller';
import { ReplaceInstanceTagsHandler } from '../replace-instance-tags/replace-instance-tags';
import { ReplaceInstanceTagsController } from '../replace-instance-tags/replace-instance-tags.controller';
import { ReplaceRootVolumeHandler } from '../replace-root-volume/replace-root-volume';
import { ReplaceRootVolumeController } from '../replace-root-volume/replace-root-volume.controller';
import type { UseCase } from './use-case';

export const instanceUseCases: readonly UseCase[] = [
  { controller: LaunchInstancesController, handler: LaunchInstancesHandler },
  { controller: ListInstancesController, handler: ListInstancesHandler },
  { controller: GetInstanceController, handler: GetInstanceHandler },
  { controller: GetInstanceHistoryController, handler: GetInstanceHistoryHandler },
  { controller: ActOnInstanceController, handler: ActOnInstanceHandler },
  { controller: ReplaceInstanceTagsController, handler: ReplaceInstanceTagsHandler },
  { controller: ReplaceRootVolumeController, handler: ReplaceRootVolumeHandler },
  { controller: ListRootVolumeReplacementsController, handler: ListRootVolumeReplacementsHandler },
  { controller: ListDriftController, handler: ListDriftHandler },
  { controller: ListImageInstancesController, handler: ListImageInstancesHandler },
];
