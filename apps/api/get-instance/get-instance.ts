import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InstanceRow, Viewer } from '#views';
import { OwnersStorage } from '../reading/owners-storage';

export class GetInstance extends Query<InstanceRow> {
  constructor(
    readonly instanceId: string,
    readonly viewer: Viewer,
    readonly asOf: Date | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetInstance)
export class GetInstanceHandler implements IQueryHandler<GetInstance> {
  constructor(private readonly owners: OwnersStorage) {}

  /** Throws UnknownInstance, also to those who may not know of it. */
  execute({ instanceId, viewer, asOf }: GetInstance): Promise<InstanceRow> {
    return this.owners.instance(instanceId, viewer, asOf);
  }
}
