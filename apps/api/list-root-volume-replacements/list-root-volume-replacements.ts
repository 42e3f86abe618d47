import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { UnknownInstance } from '#machine-images';
import {
  Instances,
  RootVolumeReplacements,
  type Page,
  type RootVolumeReplacementList,
  type RootVolumeReplacementRow,
  type Viewer,
} from '#views';

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
    private readonly instances: Instances,
    private readonly replacements: RootVolumeReplacements,
  ) {}

  /** Throws UnknownInstance, also to those who may not know of it. */
  async execute({
    instanceId,
    viewer,
    page,
  }: ListRootVolumeReplacements): Promise<Page<RootVolumeReplacementRow>> {
    const instance = await this.instances.find(instanceId, viewer, page.asOf);
    if (instance === undefined) throw new UnknownInstance(instanceId);
    return this.replacements.list(instanceId, page);
  }
}
