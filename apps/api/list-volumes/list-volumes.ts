import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Volumes, type Page, type VolumeList, type VolumeRow } from '#views';

/** EC2: DescribeVolumes. */
export class ListVolumes extends Query<Page<VolumeRow>> {
  constructor(readonly list: VolumeList) {
    super();
  }
}

@QueryHandler(ListVolumes)
export class ListVolumesHandler implements IQueryHandler<ListVolumes> {
  constructor(private readonly volumes: Volumes) {}

  execute({ list }: ListVolumes): Promise<Page<VolumeRow>> {
    return this.volumes.list(list);
  }
}
