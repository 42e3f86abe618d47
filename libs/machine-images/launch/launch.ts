import type { Category } from '#event-sourcing';
import { launchEvents, type LaunchEvent, type LaunchRequestedData } from './events';
import { requestLaunch, type LaunchWish } from './request-launch';

// Stream

const stream = (launchId: string): string => `launch-${launchId}`;

// State

interface Requested {
  readonly requested: LaunchRequestedData;
  readonly launchTime: Date;
}

export type LaunchState =
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'requested' } & Requested)
  | ({ readonly kind: 'completed'; readonly instanceIds: readonly string[] } & Requested);

const evolve = (state: LaunchState, event: LaunchEvent, recordedAt: Date): LaunchState => {
  switch (event.type) {
    case 'LaunchRequested':
      return { kind: 'requested', requested: event.data, launchTime: recordedAt };
    case 'LaunchCompleted':
      return state.kind === 'unknown'
        ? state
        : { ...state, kind: 'completed', instanceIds: event.data.instanceIds };
  }
};

// Decide

export interface CompleteLaunch {
  readonly type: 'CompleteLaunch';
  readonly launchId: string;
  readonly instanceIds: readonly string[];
  readonly cause?: string;
}

export type LaunchCommand = { readonly type: 'RequestLaunch'; readonly wish: LaunchWish } | CompleteLaunch;

const decide = (command: LaunchCommand, state: LaunchState): readonly LaunchEvent[] => {
  switch (command.type) {
    case 'RequestLaunch':
      return state.kind === 'unknown' ? [{ type: 'LaunchRequested', data: requestLaunch(command.wish) }] : [];
    case 'CompleteLaunch': {
      const { type: _, ...data } = command;
      return state.kind === 'requested' ? [{ type: 'LaunchCompleted', data }] : [];
    }
  }
};

/** A launch of some instances at once: decided by one append, for all of them or for none. */
export const launches: Category<string, LaunchState, LaunchCommand, LaunchEvent> = {
  stream,
  events: launchEvents,
  decider: { initial: { kind: 'unknown' }, decide, evolve },
};
