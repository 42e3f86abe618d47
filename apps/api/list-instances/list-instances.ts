import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Instances, type InstanceList, type InstanceRow, type Page } from '#views';

/** EC2: DescribeInstances. */
export class ListInstances extends Query<Page<InstanceRow>> {
  constructor(readonly list: InstanceList) {
    super();
  }
}

@QueryHandler(ListInstances)
export class ListInstancesHandler implements IQueryHandler<ListInstances> {
  constructor(private readonly instances: Instances) {}

  execute({ list }: ListInstances): Promise<Page<InstanceRow>> {
    return this.instances.list(list);
  }
}
