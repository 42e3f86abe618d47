import type { EventFilter } from '#event-sourcing';
import { isHidden } from './reserved-streams';
import type { LogRecord } from './log-record';
import type { ServerFilter } from './read-request';

/** Whether a reader is shown an event. The server knows prefixes of types alone, and shows hidden events too. */
export const passes = ({ stream, type }: LogRecord, filter: EventFilter | undefined): boolean => {
  if (isHidden(stream, type)) return false;
  if (filter === undefined) return true;
  const { types = [], streamPrefixes = [] } = filter;
  return types.includes(type) || streamPrefixes.some((prefix) => stream.startsWith(prefix));
};

/** What the server can leave out for us: it looks at types or at names of streams, not at one or the other. */
export function serverFilterOf(filter: EventFilter = {}): ServerFilter | undefined {
  const { types = [], streamPrefixes = [] } = filter;
  if (types.length === 0) return narrow('stream', streamPrefixes);
  return streamPrefixes.length === 0 ? narrow('type', types) : undefined;
}

const narrow = (on: ServerFilter['on'], prefixes: readonly string[]): ServerFilter | undefined =>
  prefixes.length === 0 || prefixes.includes('') ? undefined : { on, prefixes };
