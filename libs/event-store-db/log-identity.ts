import { randomUUID } from 'node:crypto';
import { WrongExpectedRevision } from '#event-sourcing';
import type { Appender } from './appender';
import { NotHandled } from './failures';
import type { LogReader } from './log-reader';
import { LOG_STREAM } from './reserved-streams';

/** The id of the log is that of the first event of a stream of its own. Of several that write it, one wins. */
export async function logIdentity(reader: LogReader, appender: Appender): Promise<string> {
  const known = await reader.first(LOG_STREAM);
  if (known !== undefined) return known.id;
  const event = { id: randomUUID(), type: 'LogNamed', data: '{}', metadata: '{}' };
  try {
    await appender.append({ stream: LOG_STREAM, expected: 'none', events: [event] }, 0);
    return event.id;
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
  }
  const named = await reader.first(LOG_STREAM);
  if (named === undefined) throw new NotHandled('the log was named and its name cannot be read');
  return named.id;
}
