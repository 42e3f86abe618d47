import type { ClientConfig } from 'pg';
import { openLog, type LogName } from './log';
import { sum, type Findings, type Task } from './messages';
import { StressProcess } from './processes';

export const WRITING_PROCESSES = 4;
export const READING_PROCESSES = 2;
export const CALLERS = 8;
export const READERS = 4;

export interface Result extends Findings {
  /** Acknowledged appends that are not in the log, or events in it that nobody was told of. */
  readonly unaccounted: number;
}

/** Writers and readers in processes of their own, on one log. */
export async function stress(log: LogName, connection: ClientConfig, seconds: number): Promise<Result> {
  const start = (count: number, role: Task['role'], parallel: number): StressProcess[] =>
    Array.from({ length: count }, () => new StressProcess({ role, log, connection, parallel, seconds }));
  const readers = start(READING_PROCESSES, 'read', READERS);
  const writers = start(WRITING_PROCESSES, 'write', CALLERS);
  const opened = openLog(log, connection);
  try {
    const written = sum(await Promise.all(writers.map(({ findings }) => findings)));
    const end = await opened.head();
    for (const reader of readers) reader.endAt(end);
    const read = sum(await Promise.all(readers.map(({ findings }) => findings)));
    const recorded = await opened.positionsAfter(0);
    return { ...read, appended: written.appended, unaccounted: Math.abs(recorded.length - written.appended) };
  } finally {
    for (const process of [...readers, ...writers]) process.kill();
    await opened.close();
  }
}
