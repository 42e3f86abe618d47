import { imageEvents, type ImageEvent } from '#machine-images';
import type { LedgerEvent } from '../events';

const NAMES: ReadonlySet<string> = new Set(imageEvents.names);

export const isImageEvent = (event: LedgerEvent): event is ImageEvent => NAMES.has(event.type);
