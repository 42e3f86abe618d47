import type { DataSource } from 'typeorm';
import type { SnapshotLifecycle } from '#machine-images';
import { OwnedResources, type OwnedFilters, type OwnedList } from '../owned-resources';
import type { Page } from '../paging';
import type { Viewer } from '../viewer';
import { SnapshotRow } from './snapshot.row';

export interface SnapshotFilters extends OwnedFilters {
  readonly state?: SnapshotLifecycle;
  /** What it was made from. */
  readonly volumeId?: string;
}

export type SnapshotList = OwnedList<SnapshotFilters>;

/** The snapshots that the ledger made. To an account that does not own it, a snapshot does not exist. */
export class Snapshots {
  private readonly rows: OwnedResources<SnapshotRow>;

  constructor(database: DataSource) {
    this.rows = new OwnedResources(database, SnapshotRow, 'snapshotId', 'deleted');
  }

  find(snapshotId: string, viewer: Viewer, asOf?: Date): Promise<SnapshotRow | undefined> {
    return this.rows.find(snapshotId, viewer, asOf);
  }

  /** Whether what `find` did not find exists for somebody else: for the record alone. */
  isHidden(snapshotId: string, viewer: Viewer): Promise<boolean> {
    return this.rows.isHidden(snapshotId, viewer);
  }

  list(list: SnapshotList): Promise<Page<SnapshotRow>> {
    const { volumeId } = list.filters;
    return this.rows.list(list, { volumeId });
  }
}
