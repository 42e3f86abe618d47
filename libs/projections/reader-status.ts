import { inspect } from 'node:util';
import type { Position } from '#event-sourcing';

/** How a projector or a process manager of this process is doing. */
export interface ReaderStatus {
  readonly name: string;
  readonly position: Position;
  /** `failing`: stopped at its position by an error, and tried again; the others go on. */
  readonly state: 'running' | 'catching-up' | 'failing';
  readonly error?: string;
  /** When it got into this state. */
  readonly since: Date;
}

/** Keeps a status, and since when. */
export class Condition {
  private state: ReaderStatus['state'] = 'catching-up';
  private error: string | undefined;
  private since = new Date();

  become(state: ReaderStatus['state'], error?: unknown): void {
    if (state !== this.state) this.since = new Date();
    this.state = state;
    this.error = error === undefined ? undefined : inWords(error);
  }

  status(name: string, position: Position): ReaderStatus {
    const { state, since, error } = this;
    return { name, position, state, since, ...(error === undefined ? {} : { error }) };
  }

  get isFailing(): boolean {
    return this.state === 'failing';
  }
}

const inWords = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
