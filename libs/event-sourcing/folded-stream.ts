import type { Category } from './category';
import type { DomainEvent } from './decider';
import { decodeEvent, type CommandContext } from './envelope';
import {
  BEGINNING,
  NO_REVISION,
  type Appended,
  type Position,
  type RecordedEvent,
  type Revision,
} from './event-store';

interface Remembered {
  readonly requestHash: string | undefined;
  /** The last revision that the command recorded. */
  readonly revision: Revision;
}

/**
 * A stream as a decision sees it: its state, where it stands, and which commands made it so. Only ever moves forward;
 * nothing in it is a copy that could disagree with the log.
 */
export class FoldedStream<State, Event extends DomainEvent> {
  revision: Revision = NO_REVISION;
  position: Position = BEGINNING;
  recordedAt: Date | undefined;
  state: State;
  private readonly commands = new Map<string, Remembered>();

  constructor(private readonly category: Category<never, State, never, Event>) {
    this.state = category.decider.initial;
  }

  apply(recorded: RecordedEvent): void {
    const { event, metadata } = decodeEvent(this.category.events, recorded);
    this.step(event, recorded.revision, recorded, metadata);
  }

  /** What was just appended, without reading it again. */
  applyAppended(events: readonly Event[], appended: Appended, context: CommandContext): void {
    const first = appended.revision - events.length + 1;
    events.forEach((event, index) => this.step(event, first + index, appended, context));
  }

  commandNamed(commandId: string): Remembered | undefined {
    return this.commands.get(commandId);
  }

  private step(
    event: Event,
    revision: Revision,
    at: Pick<RecordedEvent, 'position' | 'recordedAt'>,
    { commandId, requestHash, observedAt }: Pick<CommandContext, 'commandId' | 'requestHash' | 'observedAt'>,
  ): void {
    const seen = observedAt === undefined ? undefined : new Date(observedAt);
    this.state = this.category.decider.evolve(this.state, event, at.recordedAt, seen);
    this.revision = revision;
    this.position = at.position;
    this.recordedAt = at.recordedAt;
    this.commands.set(commandId, { requestHash, revision });
  }
}
