import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { UnknownInstance } from '#machine-images';
import {
  Instances,
  ResourceHistory,
  type HistoryItem,
  type HistoryPage,
  type Page,
  type Viewer,
} from '#views';

export class GetInstanceHistory extends Query<Page<HistoryItem>> {
  constructor(
    readonly instanceId: string,
    readonly viewer: Viewer,
    readonly page: HistoryPage,
  ) {
    super();
  }
}

@QueryHandler(GetInstanceHistory)
export class GetInstanceHistoryHandler implements IQueryHandler<GetInstanceHistory> {
  constructor(
    private readonly instances: Instances,
    private readonly history: ResourceHistory,
  ) {}

  /** Throws UnknownInstance. */
  async execute({ instanceId, viewer, page }: GetInstanceHistory): Promise<Page<HistoryItem>> {
    if ((await this.instances.find(instanceId, viewer)) === undefined) throw new UnknownInstance(instanceId);
    return this.history.page(instanceId, page);
  }
}
