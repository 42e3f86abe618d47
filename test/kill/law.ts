import type { Logged } from './log';

/** A law of the log: looks at every event in order, and says what broke it. */
export interface Law {
  readonly name: string;
  see(event: Logged): string | undefined;
  /** What is still unfinished. A process manager may be at it. */
  unfinished(): readonly string[];
}
