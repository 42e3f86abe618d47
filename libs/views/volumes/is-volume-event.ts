import { volumeEvents } from '#machine-images';
import { isOneOf } from '../is-one-of';

export const isVolumeEvent = isOneOf(volumeEvents);
