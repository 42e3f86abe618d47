import { snapshotEvents } from '#machine-images';
import { isOneOf } from '../is-one-of';

export const isSnapshotEvent = isOneOf(snapshotEvents);
