import { setTimeout } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import { asksLeader, fail, noBoundary, write, type ReadCall, type StubMode } from './stub-call';
import { strikes, type StubFaults } from './stub-faults';
import { filterIn } from './stub-filter';
import type { StubLog, StubRecord } from './stub-log';
import {
  eventResponse,
  exception,
  nameIn,
  notFoundResponse,
  notLeader,
  streamDeleted,
} from './stub-messages';
import { subscription } from './stub-subscription';

const BACKWARDS = streams.ReadReq.Options.ReadDirection.BACKWARDS;

/** Everything that the one method `Read` does: reads and subscriptions. */
export async function read(log: StubLog, mode: StubMode, faults: StubFaults, call: ReadCall): Promise<void> {
  const options = call.request.getOptions() ?? new streams.ReadReq.Options();
  if (faults.hangReads) return;
  if (asksLeader(call) && strikes(faults, 'notLeader')) return fail(call, notLeader(faults.leader));
  if (strikes(faults, 'readFailures')) return fail(call, exception(status.INTERNAL, 'something broke', {}));
  if (faults.slow > 0) await setTimeout(faults.slow);
  if (options.hasSubscription()) await subscription(log, mode, options, call);
  else await once(log, options, call);
}

async function once(log: StubLog, options: streams.ReadReq.Options, call: ReadCall): Promise<void> {
  const found = options.hasAll() ? ofLog(log, options) : ofStream(log, options);
  if (found instanceof Error) return fail(call, found);
  if (found === undefined) await write(call, notFoundResponse(streamIn(options)));
  for (const record of wanted(found ?? [], options)) if (!(await write(call, eventResponse(record)))) return;
  call.end();
}

const wanted = (records: readonly StubRecord[], options: streams.ReadReq.Options): readonly StubRecord[] =>
  records.filter(filterIn(options)?.passes ?? (() => true)).slice(0, Number(options.getCount()));

const streamIn = (options: streams.ReadReq.Options): string =>
  nameIn(options.getStream()?.getStreamIdentifier());

function ofStream(log: StubLog, options: streams.ReadReq.Options): readonly StubRecord[] | Error | undefined {
  const from = options.getStream();
  const name = nameIn(from?.getStreamIdentifier());
  const records = log.readable(name);
  if (records === undefined) return undefined;
  if (records === 'deleted') return streamDeleted(name);
  const revision = from?.hasRevision() === true ? Number(from.getRevision()) : undefined;
  return options.getReadDirection() === BACKWARDS
    ? records.filter((record) => record.revision <= (revision ?? Infinity)).reverse()
    : records.filter((record) => record.revision >= (revision ?? 0));
}

/** Forwards from a position on; backwards what stands before it. */
function ofLog(log: StubLog, options: streams.ReadReq.Options): readonly StubRecord[] | Error {
  const from = options.getAll();
  const position = from?.getPosition();
  const isBackwards = options.getReadDirection() === BACKWARDS;
  if (position === undefined) return isBackwards ? log.records.toReversed() : log.records;
  const [commit, prepare] = [BigInt(position.getCommitPosition()), BigInt(position.getPreparePosition())];
  if (!log.isBoundary(commit)) return noBoundary();
  const isBefore = (record: StubRecord): boolean =>
    record.position < commit || (record.position === commit && record.position < prepare);
  return isBackwards
    ? log.records.filter(isBefore).reverse()
    : log.records.filter((record) => !isBefore(record));
}
