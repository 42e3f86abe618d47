import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  RootVolumeReplacements,
  type Page,
  type RootVolumeReplacementList,
  type RootVolumeReplacementRow,
  type Viewer,
} from '#views';
import { OwnersStorage } from '../reading/owners-storage';

/** EC2: DescribeReplaceRootVolumeTasks. */
export class ListRootVolumeReplacements extends Query<Page<RootVolumeReplacementRow>> {
  constructor(
    readonly instanceId: string,
    readonly viewer: Viewer,
    readonly page: RootVolumeReplacementList,
  ) {
    super();
  }
}

@QueryHandler(ListRootVolumeReplacements)
export class ListRootVolumeReplacementsHandler implements IQueryHandler<ListRootVolumeReplacements> {
  constructor(
    private readonly owners: OwnersStorage,
    private readonly replacements: RootVolumeReplacements,
  ) {}

  /** Throws UnknownInstance, also to those who may not know of it. */
  async execute({
    instanceId,
    viewer,
    page,
  }: ListRootVolumeReplacements): Promise<Page<RootVolumeReplacementRow>> {
    await this.owners.instance(instanceId, viewer, page.asOf);
    return this.replacements.list(instanceId, page);
  }
}
