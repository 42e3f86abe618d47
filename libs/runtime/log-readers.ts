import type { ReaderStatus } from '#projections';

/** Something that follows the log in this process: projectors, process managers. */
export interface LogReader {
  status(): ReaderStatus | readonly ReaderStatus[];
  start(): Promise<void>;
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

/** What follows the log in this process. Empty where another process does it. */
export class LogReaders {
  private readonly readers: LogReader[] = [];

  add(...readers: readonly LogReader[]): void {
    this.readers.push(...readers);
  }

  statuses(): readonly ReaderStatus[] {
    return this.readers.flatMap((reader) => reader.status());
  }

  async start(): Promise<void> {
    for (const reader of this.readers) await reader.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.stop()));
  }
}
