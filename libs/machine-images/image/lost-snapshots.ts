import type { Look } from '#event-sourcing';
import { snapshotsOf } from '../block-device/block-device-mapping';
import { snapshots } from '../snapshot/snapshot';
import type { ExistingImage } from './state';

/** Of the snapshots that an image is made from, those that the ledger made and that are there no more. */
export async function lostSnapshotsOf({ created }: ExistingImage, look: Look): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const snapshotId of snapshotsOf(created.blockDeviceMappings)) {
    const { made } = await look(snapshots, snapshotId);
    if (made?.lifecycle === 'deleted' || made?.lifecycle === 'failed') lost.push(snapshotId);
  }
  return lost;
}
