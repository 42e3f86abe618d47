import { instanceEvents } from '#machine-images';
import { isOneOf } from '../is-one-of';

export const isInstanceEvent = isOneOf(instanceEvents);
