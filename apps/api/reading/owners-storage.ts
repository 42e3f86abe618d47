import { Injectable } from '@nestjs/common';
import { UnknownSnapshot, UnknownVolume } from '#machine-images';
import { Snapshots, Volumes, type SnapshotRow, type Viewer, type VolumeRow } from '#views';

/** Volumes and snapshots exist for their owner, auditors and platform administrators. */
@Injectable()
export class OwnersStorage {
  constructor(
    private readonly volumes: Volumes,
    private readonly snapshots: Snapshots,
  ) {}

  /** Throws UnknownVolume, also to those who may not know of it. */
  async volume(volumeId: string, viewer: Viewer, asOf?: Date): Promise<VolumeRow> {
    const volume = await this.volumes.find(volumeId, viewer, asOf);
    if (volume === undefined) throw new UnknownVolume(volumeId);
    return volume;
  }

  /** Throws UnknownSnapshot, also to those who may not know of it. */
  async snapshot(snapshotId: string, viewer: Viewer, asOf?: Date): Promise<SnapshotRow> {
    const snapshot = await this.snapshots.find(snapshotId, viewer, asOf);
    if (snapshot === undefined) throw new UnknownSnapshot(snapshotId);
    return snapshot;
  }
}
