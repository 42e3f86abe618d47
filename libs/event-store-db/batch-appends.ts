import { randomUUID } from 'node:crypto';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { appendRequests, type Append } from './append-request';
import { CallEnded, NoAnswer } from './failures';
import type { BatchCall } from './streams-connection';

interface Waiting {
  readonly resolve: (response: BatchAppendResp) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Many appends over one call, each answered by itself. What waits belongs to this call alone: another one that fails
 * takes none of it along, and an answer that nobody waits for any more is dropped.
 */
export class BatchAppends {
  private readonly waiting = new Map<string, Waiting>();
  private ending: Error | undefined;

  constructor(
    private readonly call: BatchCall,
    private readonly onEnd: () => void,
  ) {
    call.on('data', (response: BatchAppendResp) => this.settle(response));
    call.on('error', (error) => this.end(error));
    call.on('end', () => this.end(new CallEnded('the server ended the call that appends')));
    call.on('close', () => this.end(new CallEnded('the call that appends is closed')));
  }

  /** Throws NoAnswer after so many milliseconds; whatever the server answers later is of no concern. */
  append(append: Append, within: number): Promise<BatchAppendResp> {
    return new Promise((resolve, reject) => {
      if (this.ending !== undefined) return reject(this.ending);
      const id = randomUUID();
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new NoAnswer(`an append was not answered within ${within} ms`));
      }, within);
      this.waiting.set(id, { resolve, reject, timer });
      for (const request of appendRequests(id, append)) this.call.write(request);
    });
  }

  private settle(response: BatchAppendResp): void {
    const id = response.getCorrelationId()?.getString() ?? '';
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(response);
  }

  private end(error: Error): void {
    if (this.ending !== undefined) return;
    this.ending = error;
    this.onEnd();
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(this.ending);
    }
    this.waiting.clear();
  }
}
