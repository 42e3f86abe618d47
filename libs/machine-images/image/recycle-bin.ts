import { refuseProtected } from './deregistration-protection';
import { retentionBy, type Retention } from '../retention-rule/retention';
import type { DeregisterImage, RestoreImage } from './commands';
import { ImageIsDeregistered, ImageNotInRecycleBin, RetentionIsOver } from './errors';
import type { ImageEvent } from './events';
import type { ExistingImage, ImageLifecycle } from './state';

/** What is deregistered stays so; that its snapshots go as well cannot be asked for afterwards. */
export function deregister(
  { imageId, deleteAssociatedSnapshots, retentionRules, at }: DeregisterImage,
  image: ExistingImage,
): readonly ImageEvent[] {
  const { lifecycle, deregistration, tags } = image;
  if (lifecycle !== 'deregistered') {
    refuseProtected(image, imageId, at);
    // What was never finished has nothing to come back to.
    const retention = isFinished(lifecycle) ? retentionBy(retentionRules, tags, at) : undefined;
    const retained = retention === undefined ? {} : { retention };
    return [{ type: 'ImageDeregistered', data: { imageId, deleteAssociatedSnapshots, ...retained } }];
  }
  if (deleteAssociatedSnapshots && deregistration?.deleteAssociatedSnapshots !== true)
    throw new ImageIsDeregistered(imageId);
  return [];
}

export function restore(
  { imageId, restorationId, at }: RestoreImage,
  { restorations, deregistration }: ExistingImage,
): readonly ImageEvent[] {
  if (restorations.includes(restorationId)) return [];
  if (deregistration?.retention === undefined || !isFinished(deregistration.from))
    throw new ImageNotInRecycleBin(imageId);
  if (!isRetained(deregistration.retention, at))
    throw new RetentionIsOver(imageId, deregistration.retention.retainedUntil);
  return [{ type: 'ImageRestored', data: { imageId, restorationId, state: deregistration.from } }];
}

const isFinished = (lifecycle: ImageLifecycle): lifecycle is 'available' | 'disabled' =>
  lifecycle === 'available' || lifecycle === 'disabled';

/** The end of retention takes effect by itself. */
const isRetained = ({ retainedUntil }: Retention, at: Date): boolean => new Date(retainedUntil) > at;
