import { imageEvents } from '#machine-images';
import { isOneOf } from '../is-one-of';

export const isImageEvent = isOneOf(imageEvents);
