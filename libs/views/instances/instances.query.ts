import type { DataSource } from 'typeorm';
import type { InstanceLifecycle } from '#machine-images';
import { OwnedResources, type OwnedFilters, type OwnedList } from '../owned-resources';
import type { Page } from '../paging';
import type { Viewer } from '../viewer';
import { InstanceRow } from './instance.row';

export interface InstanceFilters extends OwnedFilters {
  readonly state?: InstanceLifecycle;
  readonly zone?: string;
  readonly imageId?: string;
  /** What was launched from it, or whose root volume is from it. */
  readonly usedImageId?: string;
  readonly launchId?: string;
}

export type InstanceList = OwnedList<InstanceFilters>;

/** The instances that there are, and were. To an account that does not own it, an instance does not exist. */
export class Instances {
  private readonly rows: OwnedResources<InstanceRow>;

  constructor(database: DataSource) {
    this.rows = new OwnedResources(database, InstanceRow, 'instanceId');
  }

  find(instanceId: string, viewer: Viewer, asOf?: Date): Promise<InstanceRow | undefined> {
    return this.rows.find(instanceId, viewer, asOf);
  }

  /** Whether what `find` did not find exists for somebody else: for the record alone. */
  isHidden(instanceId: string, viewer: Viewer): Promise<boolean> {
    return this.rows.isHidden(instanceId, viewer);
  }

  /** Terminated ones too. */
  list(list: InstanceList): Promise<Page<InstanceRow>> {
    const { zone, imageId, launchId, usedImageId } = list.filters;
    return this.rows.list(list, { zone, imageId, launchId }, (query) => {
      if (usedImageId === undefined) return;
      query.andWhere('(resource.imageId = :usedImageId OR resource.rootVolumeImageId = :usedImageId)', {
        usedImageId,
      });
    });
  }
}
