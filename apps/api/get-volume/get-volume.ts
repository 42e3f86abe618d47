import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { VolumeRow, Viewer } from '#views';
import { OwnersStorage } from '../reading/owners-storage';

export class GetVolume extends Query<VolumeRow> {
  constructor(
    readonly volumeId: string,
    readonly viewer: Viewer,
    readonly asOf: Date | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetVolume)
export class GetVolumeHandler implements IQueryHandler<GetVolume> {
  constructor(private readonly owners: OwnersStorage) {}

  /** Throws UnknownVolume. */
  execute({ volumeId, viewer, asOf }: GetVolume): Promise<VolumeRow> {
    return this.owners.volume(volumeId, viewer, asOf);
  }
}
