import type { Position, Revision } from './event-store';
import type { FoldedStream } from './folded-stream';
import type { DomainEvent } from './decider';
import type { Plan } from './plan';

/** The stream as the command left it, or as it was found when nothing had to be recorded. */
export interface Outcome<State, Event> {
  readonly state: State;
  readonly revision: Revision;
  readonly position: Position;
  readonly recordedAt: Date | undefined;
  /** What this call recorded, or would record (`dryRun`). Empty for a no-op and for a repetition. */
  readonly events: readonly Event[];
  /** The command was carried out before: the answer is the one that it had then. */
  readonly isRepetition?: true;
  /** What it would come to (`dryRun`), where there is more to say than the events. */
  readonly plan?: Plan;
}

export function positionOf<State, Event extends DomainEvent>(
  folded: FoldedStream<State, Event>,
): Omit<Outcome<State, Event>, 'events' | 'isRepetition' | 'plan'> {
  const { state, revision, position, recordedAt } = folded;
  return { state, revision, position, recordedAt };
}
