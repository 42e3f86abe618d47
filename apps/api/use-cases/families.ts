import { CreateFamilyHandler } from '../create-family/create-family';
import { CreateFamilyController } from '../create-family/create-family.controller';
import { GetChannelHistoryHandler } from '../get-channel-history/get-channel-history';
import { GetChannelHistoryController } from '../get-channel-history/get-channel-history.controller';
import { GetFamilyHandler } from '../get-family/get-family';
import { GetFamilyController } from '../get-family/get-family.controller';
import { GetFamilyDiffHandler } from '../get-family-diff/get-family-diff';
import { GetFamilyDiffController } from '../get-family-diff/get-family-diff.controller';
import { GetFamilyHistoryHandler } from '../get-family-history/get-family-history';
import { GetFamilyHistoryController } from '../get-family-history/get-family-history.controller';
import { ListFamiliesHandler } from '../list-families/list-families';
import { ListFamiliesController } from '../list-families/list-families.controller';
import { ListFamilyInstancesHandler } from '../list-family-instances/list-family-instances';
import { ListFamilyInstancesController } from '../list-family-instances/list-family-instances.controller';
import { ListImageVersionsHandler } from '../list-image-versions/list-image-versions';
import { ListImageVersionsController } from '../list-image-versions/list-image-versions.controller';
import { PromoteChannelHandler } from '../promote-channel/promote-channel';
import { PromoteChannelController } from '../promote-channel/promote-channel.controller';
import { PublishImageVersionHandler } from '../publish-image-version/publish-image-version';
import { PublishImageVersionController } from '../publish-image-version/publish-image-version.controller';
import { ReinstateImageVersionHandler } from '../reinstate-image-version/reinstate-image-version';
import { ReinstateImageVersionController } from '../reinstate-image-version/reinstate-image-version.controller';
import { RevokeImageVersionHandler } from '../revoke-image-version/revoke-image-version';
import { RevokeImageVersionController } from '../revoke-image-version/revoke-image-version.controller';
import { RollBackChannelHandler } from '../roll-back-channel/roll-back-channel';
import { RollBackChannelController } from '../roll-back-channel/roll-back-channel.controller';
import type { UseCase } from './use-case';

export const familyUseCases: readonly UseCase[] = [
  { controller: CreateFamilyController, handler: CreateFamilyHandler },
  { controller: PublishImageVersionController, handler: PublishImageVersionHandler },
  { controller: PromoteChannelController, handler: PromoteChannelHandler },
  { controller: RollBackChannelController, handler: RollBackChannelHandler },
  { controller: RevokeImageVersionController, handler: RevokeImageVersionHandler },
  { controller: ReinstateImageVersionController, handler: ReinstateImageVersionHandler },
  { controller: GetFamilyController, handler: GetFamilyHandler },
  { controller: ListFamiliesController, handler: ListFamiliesHandler },
  { controller: ListImageVersionsController, handler: ListImageVersionsHandler },
  { controller: ListFamilyInstancesController, handler: ListFamilyInstancesHandler },
  { controller: GetFamilyHistoryController, handler: GetFamilyHistoryHandler },
  { controller: GetFamilyDiffController, handler: GetFamilyDiffHandler },
  { controller: GetChannelHistoryController, handler: GetChannelHistoryHandler },
];
