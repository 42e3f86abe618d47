import type { DomainEvent } from './decider';
import type { ReadEvent } from './envelope';

/**
 * Finishes work that one event decided and other streams must still carry out. It is handed every event of the types
 * it names at least once and in log order, across restarts; what it does must therefore be safe to repeat: commands
 * whose ids are derived from the event. An error is retried, and holds up this process manager alone.
 */
export interface ProcessManager<Event extends DomainEvent> {
  /** Data, never changed: its position is kept under it. */
  readonly name: string;
  readonly reactsTo: readonly Event['type'][];
  readonly react: (event: ReadEvent<Event>) => Promise<void>;
}
