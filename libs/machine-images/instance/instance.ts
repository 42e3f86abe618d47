import type { Category } from '#event-sourcing';
import type { InstanceCommand } from './commands';
import { admit, decide } from './decide';
import { instanceEvents, type InstanceEvent } from './events';
import { plan } from './replacement-plan';
import { evolve, unknownInstance, type InstanceState } from './state';

/** What was launched from an image, and which volume has which of its device names. */
export const instances: Category<string, InstanceState, InstanceCommand, InstanceEvent> = {
  stream: (instanceId) => `instance-${instanceId}`,
  events: instanceEvents,
  decider: { initial: unknownInstance, admit, decide, evolve, plan },
};
