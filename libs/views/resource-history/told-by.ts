import { families, settings } from '#machine-images';
import type { LedgerEvent } from '../events';
import { isFamilyEvent } from '../families/is-family-event';
import { isImageEvent } from '../images/is-image-event';
import { isInstanceEvent } from '../instances/is-instance-event';
import { isSettingsEvent } from './is-settings-event';
import { isSnapshotEvent } from '../snapshots/is-snapshot-event';
import { isVolumeEvent } from '../volumes/is-volume-event';
import { familyAspects } from './family-aspects';
import { imageAspects } from './image-aspects';
import { instanceAspects } from './instance-aspects';
import { settingsAspects } from './settings-aspects';
import { snapshotAspects } from './snapshot-aspects';
import { volumeAspects } from './volume-aspects';

/** Which resource an event is about, and what it makes of the aspects it touches. */
interface Told {
  readonly resourceId: string;
  readonly aspects: Readonly<Record<string, unknown>>;
}

/** Nothing of what is no resource's. */
export function toldBy(event: LedgerEvent): Told | undefined {
  if (isImageEvent(event)) return { resourceId: event.data.imageId, aspects: imageAspects(event) };
  if (isInstanceEvent(event)) return { resourceId: event.data.instanceId, aspects: instanceAspects(event) };
  if (isVolumeEvent(event)) return { resourceId: event.data.volumeId, aspects: volumeAspects(event) };
  if (isSnapshotEvent(event)) return { resourceId: event.data.snapshotId, aspects: snapshotAspects(event) };
  if (isSettingsEvent(event))
    return { resourceId: settings.stream(event.data), aspects: settingsAspects(event) };
  if (isFamilyEvent(event)) return { resourceId: families.stream(event.data), aspects: familyAspects(event) };
  return undefined;
}
