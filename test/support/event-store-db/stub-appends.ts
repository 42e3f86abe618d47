import { setTimeout } from 'node:timers/promises';
import {
  status,
  type ServerDuplexStream,
  type ServerReadableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { Code } from '@eventstore/db-client/generated/code_pb';
import * as shared from '@eventstore/db-client/generated/shared_pb';
import type { Status } from '@eventstore/db-client/generated/status_pb';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import { randomUUID } from 'node:crypto';
import { asksLeader } from './stub-call';
import { strikes, type StubFaults } from './stub-faults';
import type { AppendVerdict, Expectation, StubEvent, StubLog } from './stub-log';
import {
  exception,
  expectationIn,
  nameIn,
  notHandled,
  notLeader,
  proposed,
  sizeOf,
  statusOf,
  streamDeleted,
  wrongExpectedVersion,
} from './stub-messages';

type BatchCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

interface PendingWrite {
  readonly stream: string;
  readonly expected: Expectation;
  readonly events: StubEvent[];
}

/** Appends as they come in over one call of the batch protocol. */
export class StubBatchAppends {
  private readonly pending = new Map<string, PendingWrite>();

  constructor(
    private readonly log: StubLog,
    private readonly faults: StubFaults,
    private readonly call: BatchCall,
  ) {
    call.on('data', (request: streams.BatchAppendReq) => void this.take(request));
    call.on('end', () => call.end());
  }

  private async take(request: streams.BatchAppendReq): Promise<void> {
    const id = request.getCorrelationId()?.getString() ?? '';
    const write = this.collect(id, request);
    if (write === undefined || this.faults.hangAppends) return;
    const size = write.events.reduce((sum, event) => sum + sizeOf(event), 0);
    if (size > this.faults.maxAppendSize) {
      this.pending.delete(id);
      return this.fail(id, write.stream, tooLarge(this.faults.maxAppendSize));
    }
    if (!request.getIsFinal()) return;
    this.pending.delete(id);
    await this.write(id, write);
  }

  private collect(id: string, request: streams.BatchAppendReq): PendingWrite | undefined {
    const options = request.getOptions();
    if (options !== undefined)
      this.pending.set(id, {
        stream: nameIn(options.getStreamIdentifier()),
        expected: expectationIn(options, options.getStreamPosition()),
        events: [],
      });
    const write = this.pending.get(id);
    write?.events.push(...request.getProposedMessagesList().map(proposed));
    return write;
  }

  private async write(id: string, { stream, expected, events }: PendingWrite): Promise<void> {
    if (strikes(this.faults, 'notReady')) return this.fail(id, stream, notHandled('Server Is Not Ready'));
    if (asksLeader(this.call) && strikes(this.faults, 'notLeader'))
      return void this.call.emit('error', notLeader(this.faults.leader));
    const verdict = this.log.append(stream, expected, events);
    if (this.faults.slow > 0) await setTimeout(this.faults.slow);
    if (strikes(this.faults, 'loseAnswers'))
      return void this.call.emit('error', exception(status.UNAVAILABLE, 'the connection is lost', {}));
    if (strikes(this.faults, 'timeouts'))
      return this.fail(id, stream, failure('Timeout', Code.DEADLINE_EXCEEDED, new shared.Timeout()));
    this.answer(id, stream, expected, verdict);
  }

  private answer(id: string, stream: string, expected: Expectation, verdict: AppendVerdict): void {
    switch (verdict.kind) {
      case 'appended':
        return this.respond(
          id,
          stream,
          new streams.BatchAppendResp().setSuccess(
            new streams.BatchAppendResp.Success()
              .setCurrentRevision(String(verdict.revision))
              .setPosition(
                new shared.AllStreamPosition()
                  .setCommitPosition(String(verdict.position))
                  .setPreparePosition(String(verdict.position)),
              ),
          ),
        );
      case 'wrong-expected-version':
        return this.fail(
          id,
          stream,
          failure(
            'WrongExpectedVersion',
            Code.ALREADY_EXISTS,
            wrongExpectedVersion(verdict.current, expected),
          ),
        );
      case 'stream-deleted':
        return this.fail(
          id,
          stream,
          failure('StreamDeleted', Code.FAILED_PRECONDITION, new shared.StreamDeleted()),
        );
    }
  }

  private fail(id: string, stream: string, error: Status): void {
    this.respond(id, stream, new streams.BatchAppendResp().setError(error));
  }

  private respond(id: string, stream: string, response: streams.BatchAppendResp): void {
    if (this.call.cancelled) return;
    if (this.faults.unknownCorrelation) this.send(randomUUID(), stream, response.cloneMessage());
    this.send(id, stream, response);
  }

  private send(id: string, stream: string, response: streams.BatchAppendResp): void {
    this.call.write(
      response
        .setCorrelationId(new shared.UUID().setString(id))
        .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream))),
    );
  }
}

/** One append in the classic protocol: the options, then the events, then one answer. */
export async function classicAppend(
  log: StubLog,
  faults: StubFaults,
  call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
  answer: sendUnaryData<streams.AppendResp>,
): Promise<void> {
  let [stream, expected]: [string, Expectation] = ['', 'any'];
  const events: StubEvent[] = [];
  for await (const request of call as AsyncIterable<streams.AppendReq>) {
    const [options, message] = [request.getOptions(), request.getProposedMessage()];
    if (options !== undefined)
      [stream, expected] = [
        nameIn(options.getStreamIdentifier()),
        expectationIn(options, options.getRevision()),
      ];
    if (message !== undefined) events.push(proposed(message));
  }
  if (faults.hangAppends) return;
  if (events.reduce((sum, event) => sum + sizeOf(event), 0) > faults.maxAppendSize)
    return answer(
      exception(status.INVALID_ARGUMENT, 'Maximum Append Size exceeded', {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(faults.maxAppendSize),
      }),
    );
  classicAnswer(log.append(stream, expected, events), stream, expected, answer);
}

function classicAnswer(
  verdict: AppendVerdict,
  stream: string,
  expected: Expectation,
  answer: sendUnaryData<streams.AppendResp>,
): void {
  switch (verdict.kind) {
    case 'appended': {
      const position = new streams.AppendResp.Position()
        .setCommitPosition(String(verdict.position))
        .setPreparePosition(String(verdict.position));
      const success = new streams.AppendResp.Success()
        .setCurrentRevision(String(verdict.revision))
        .setPosition(position);
      return answer(null, new streams.AppendResp().setSuccess(success));
    }
    case 'wrong-expected-version': {
      const wrong = new streams.AppendResp.WrongExpectedVersion();
      if (verdict.current < 0) wrong.setCurrentNoStream(new shared.Empty());
      else wrong.setCurrentRevision(String(verdict.current));
      if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
      else wrong.setExpectedNoStream(new shared.Empty());
      return answer(null, new streams.AppendResp().setWrongExpectedVersion(wrong));
    }
    case 'stream-deleted':
      return answer(streamDeleted(stream));
  }
}

const failure = (name: string, code: Code, detail: { serializeBinary(): Uint8Array }): Status =>
  statusOf(code, '', `event_store.client.${name}`, detail.serializeBinary());

const tooLarge = (limit: number): Status =>
  failure(
    'MaximumAppendSizeExceeded',
    Code.INVALID_ARGUMENT,
    new shared.MaximumAppendSizeExceeded().setMaxappendsize(limit),
  );
