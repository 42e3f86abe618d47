import type { Category } from '#event-sourcing';
import type { VolumeCommand } from './commands';
import { admit, decide } from './decide';
import { volumeEvents, type VolumeEvent } from './events';
import { evolve, unknownVolume, type VolumeState } from './state';

/** A disk in one zone, attached to one instance at most. */
export const volumes: Category<string, VolumeState, VolumeCommand, VolumeEvent> = {
  stream: (volumeId) => `volume-${volumeId}`,
  events: volumeEvents,
  decider: { initial: unknownVolume, admit, decide, evolve },
};
