import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { UnknownInstance } from '#machine-images';
import { Instances, type InstanceRow, type Viewer } from '#views';

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
  constructor(private readonly instances: Instances) {}

  /** Throws UnknownInstance, also to those who may not know of it. */
  async execute({ instanceId, viewer, asOf }: GetInstance): Promise<InstanceRow> {
    const instance = await this.instances.find(instanceId, viewer, asOf);
    if (instance === undefined) throw new UnknownInstance(instanceId);
    return instance;
  }
}
