import { status, type Metadata, type ServerWritableStream } from '@grpc/grpc-js';
import type * as streams from '@eventstore/db-client/generated/streams_pb';
import { exception } from './stub-messages';

/** What servers of different versions do differently. */
export type StubMode = '23.10' | '24.2';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** The reader lands in the middle of a record. */
export const noBoundary = (): Error => exception(status.UNKNOWN, 'Unexpected ReadAllResult: Error', {});

export const fail = (call: ReadCall, error: Error): void => void call.emit('error', error);

/** Waits where the reader does not keep up. False when it is gone. */
export async function write(call: ReadCall, response: streams.ReadResp): Promise<boolean> {
  if (isGone(call)) return false;
  if (call.write(response)) return true;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      for (const event of MOVES) call.off(event, go);
      resolve();
    };
    for (const event of MOVES) call.on(event, go);
  });
  return !isGone(call);
}

const MOVES = ['drain', 'cancelled', 'close'];

export const isGone = (call: ReadCall): boolean => call.cancelled || call.destroyed;

/** A follower answers reads itself and hands appends on, unless it is told not to. */
export const asksLeader = ({ metadata }: { readonly metadata: Metadata }): boolean =>
  metadata.get('requires-leader')[0] === 'true';
