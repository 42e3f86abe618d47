import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { BEGINNING, type Position, type Revision, type StreamSlice } from '#event-sourcing';

const { Options } = ReadReq;
const { FORWARDS, BACKWARDS } = Options.ReadDirection;

const MAX_COUNT = String(Number.MAX_SAFE_INTEGER);

export function streamRequest(stream: string, { from, direction = 'forwards', limit }: StreamSlice): ReadReq {
  const options = new Options.StreamOptions().setStreamIdentifier(
    new StreamIdentifier().setStreamName(Buffer.from(stream)),
  );
  startAt(options, from, direction);
  return request(
    new Options()
      .setStream(options)
      .setReadDirection(direction === 'forwards' ? FORWARDS : BACKWARDS)
      .setNoFilter(new Empty())
      .setCount(limit === undefined || limit === Infinity ? MAX_COUNT : String(limit)),
  );
}

function startAt(
  options: ReadReq.Options.StreamOptions,
  from: Revision | undefined,
  direction: 'forwards' | 'backwards',
): void {
  if (from !== undefined) options.setRevision(String(from));
  else if (direction === 'forwards') options.setStart(new Empty());
  else options.setEnd(new Empty());
}

/** Forwards from the event at a position on. */
export const logRequest = (from: Position, limit?: number): ReadReq =>
  request(
    new Options()
      .setAll(startingAt(from))
      .setReadDirection(FORWARDS)
      .setNoFilter(new Empty())
      .setCount(limit === undefined ? MAX_COUNT : String(limit)),
  );

/** The last events before a position, or of the whole log, the last one first. */
export const lastBeforeRequest = (position?: Position, limit = 1): ReadReq =>
  request(
    new Options()
      .setAll(position === undefined ? new Options.AllOptions().setEnd(new Empty()) : startingAt(position))
      .setReadDirection(BACKWARDS)
      .setNoFilter(new Empty())
      .setCount(String(limit)),
  );

/** What the server lets pass, and how many events it looks at before it says how far it is. */
export interface ServerFilter {
  readonly on: 'type' | 'stream';
  readonly prefixes: readonly string[];
}

export function subscriptionRequest(
  after: Position,
  filter?: ServerFilter & { readonly window: number },
): ReadReq {
  const options = new Options()
    .setAll(startingAt(after))
    .setReadDirection(FORWARDS)
    .setSubscription(new Options.SubscriptionOptions());
  return request(
    filter === undefined ? options.setNoFilter(new Empty()) : options.setFilter(filtered(filter)),
  );
}

function filtered({ on, prefixes, window }: ServerFilter & { readonly window: number }) {
  const expression = new Options.FilterOptions.Expression().setPrefixList([...prefixes]);
  const options = new Options.FilterOptions().setMax(window).setCheckpointintervalmultiplier(1);
  return on === 'type' ? options.setEventType(expression) : options.setStreamIdentifier(expression);
}

function startingAt(position: Position): ReadReq.Options.AllOptions {
  const options = new Options.AllOptions();
  if (position === BEGINNING) return options.setStart(new Empty());
  const text = position.toString();
  return options.setPosition(new Options.Position().setCommitPosition(text).setPreparePosition(text));
}

const request = (options: ReadReq.Options): ReadReq =>
  new ReadReq().setOptions(options.setUuidOption(new Options.UUIDOption().setString(new Empty())));
