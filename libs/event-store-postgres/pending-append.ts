import type { Appended, EventToAppend, ExpectedRevision } from '#event-sourcing';

/** An append that waits for its turn. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EventToAppend[];
  readonly bytes: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}
