import type { DataSource } from 'typeorm';
import type { VolumeLifecycle } from '#machine-images';
import { OwnedResources, type OwnedFilters, type OwnedList } from '../owned-resources';
import type { Page } from '../paging';
import type { Viewer } from '../viewer';
import { VolumeRow } from './volume.row';

export interface VolumeFilters extends OwnedFilters {
  readonly state?: VolumeLifecycle;
  readonly zone?: string;
  /** The instance that it is attached to. */
  readonly instanceId?: string;
  /** What it was made from. */
  readonly snapshotId?: string;
}

export type VolumeList = OwnedList<VolumeFilters>;

/** The volumes that there are, and were. To an account that does not own it, a volume does not exist. */
export class Volumes {
  private readonly rows: OwnedResources<VolumeRow>;

  constructor(database: DataSource) {
    this.rows = new OwnedResources(database, VolumeRow, 'volumeId', 'deleted');
  }

  find(volumeId: string, viewer: Viewer, asOf?: Date): Promise<VolumeRow | undefined> {
    return this.rows.find(volumeId, viewer, asOf);
  }

  /** Whether what `find` did not find exists for somebody else: for the record alone. */
  isHidden(volumeId: string, viewer: Viewer): Promise<boolean> {
    return this.rows.isHidden(volumeId, viewer);
  }

  list(list: VolumeList): Promise<Page<VolumeRow>> {
    const { zone, instanceId, snapshotId } = list.filters;
    return this.rows.list(list, { zone, instanceId, snapshotId });
  }
}
