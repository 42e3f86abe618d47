import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { UnknownInstance } from '#machine-images';
import {
  InstanceHistory,
  Instances,
  type InstanceHistoryPage,
  type InstanceHistoryRow,
  type Page,
  type Viewer,
} from '#views';

export class GetInstanceHistory extends Query<Page<InstanceHistoryRow>> {
  constructor(
    readonly instanceId: string,
    readonly viewer: Viewer,
    readonly page: InstanceHistoryPage,
  ) {
    super();
  }
}

@QueryHandler(GetInstanceHistory)
export class GetInstanceHistoryHandler implements IQueryHandler<GetInstanceHistory> {
  constructor(
    private readonly instances: Instances,
    private readonly history: InstanceHistory,
  ) {}

  /** Throws UnknownInstance. */
  async execute({ instanceId, viewer, page }: GetInstanceHistory): Promise<Page<InstanceHistoryRow>> {
    if ((await this.instances.find(instanceId, viewer)) === undefined) throw new UnknownInstance(instanceId);
    return this.history.page(instanceId, page);
  }
}
