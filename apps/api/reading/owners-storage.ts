import { Injectable } from '@nestjs/common';
import { UnknownInstance, UnknownSnapshot, UnknownVolume } from '#machine-images';
import {
  Instances,
  Snapshots,
  Volumes,
  type InstanceRow,
  type SnapshotRow,
  type Viewer,
  type VolumeRow,
} from '#views';

/** Instances, volumes and snapshots exist for their owner, auditors and platform administrators. */
@Injectable()
export class OwnersStorage {
  constructor(
    private readonly instances: Instances,
    private readonly volumes: Volumes,
    private readonly snapshots: Snapshots,
  ) {}

  /** Throws UnknownInstance, also to those who may not know of it. */
  async instance(instanceId: string, viewer: Viewer, asOf?: Date): Promise<InstanceRow> {
    const instance = await this.instances.find(instanceId, viewer, asOf);
    if (instance !== undefined) return instance;
    const unknown = new UnknownInstance(instanceId);
    throw (await this.instances.isHidden(instanceId, viewer)) ? unknown.asHidden() : unknown;
  }

  /** Throws UnknownVolume, also to those who may not know of it. */
  async volume(volumeId: string, viewer: Viewer, asOf?: Date): Promise<VolumeRow> {
    const volume = await this.volumes.find(volumeId, viewer, asOf);
    if (volume !== undefined) return volume;
    const unknown = new UnknownVolume(volumeId);
    throw (await this.volumes.isHidden(volumeId, viewer)) ? unknown.asHidden() : unknown;
  }

  /** Throws UnknownSnapshot, also to those who may not know of it. */
  async snapshot(snapshotId: string, viewer: Viewer, asOf?: Date): Promise<SnapshotRow> {
    const snapshot = await this.snapshots.find(snapshotId, viewer, asOf);
    if (snapshot !== undefined) return snapshot;
    const unknown = new UnknownSnapshot(snapshotId);
    throw (await this.snapshots.isHidden(snapshotId, viewer)) ? unknown.asHidden() : unknown;
  }
}
