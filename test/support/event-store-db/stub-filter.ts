import type * as streams from '@eventstore/db-client/generated/streams_pb';
import type { StubRecord } from './stub-log';

export interface StubFilter {
  readonly passes: (record: StubRecord) => boolean;
  /** How many events one page of a catch-up looks at. */
  readonly window: number;
  /** A checkpoint comes after this many events that were looked at. */
  readonly interval: number;
}

const DEFAULT_WINDOW = 32;

export function filterIn(options: streams.ReadReq.Options): StubFilter | undefined {
  const filter = options.getFilter();
  if (filter === undefined) return undefined;
  const window = filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
  const [byStream, byType] = [filter.getStreamIdentifier(), filter.getEventType()];
  const matches = matcher(byStream ?? byType);
  return {
    passes: (record) => matches(byStream === undefined ? record.type : record.stream),
    window,
    interval: window * Math.max(1, filter.getCheckpointintervalmultiplier()),
  };
}

function matcher(
  expression: streams.ReadReq.Options.FilterOptions.Expression | undefined,
): (text: string) => boolean {
  const pattern = expression?.getRegex() ?? '';
  if (pattern !== '') {
    const regex = new RegExp(pattern, 'u');
    return (text) => regex.test(text);
  }
  const prefixes = expression?.getPrefixList() ?? [];
  return (text) => prefixes.some((prefix) => text.startsWith(prefix));
}
