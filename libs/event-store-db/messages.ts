import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { NoAnswer } from './failures';
import type { ReadCall } from './streams-connection';

/** What is there to take now; or why nothing is. */
export type Pulled = readonly ReadResp[] | 'ended' | 'nothing';

/** The messages of a call as they are asked for: what nobody takes waits at the server. */
export class Messages {
  private isOver = false;
  private isCancelled = false;
  private failure: Error | undefined;
  private wake: () => void = () => {};

  constructor(
    private readonly call: ReadCall,
    /** Hears of what may be the fault of the connection. */
    private readonly suspect: (error: unknown) => void,
  ) {
    // Before anybody waits for anything: an error that nobody listens for would end the process.
    call.on('error', (error) => this.fail(error));
    call.on('end', () => this.end());
    call.on('close', () => this.end());
    call.on('readable', () => this.wake());
  }

  /** Waits until there is something, for so many milliseconds at the most, or until the signal. */
  async pull(within: number, signal?: AbortSignal): Promise<Pulled> {
    const deadline = Date.now() + within;
    for (;;) {
      const found = this.take();
      if (found.length > 0) return found;
      if (this.failure !== undefined) throw this.failure;
      if (this.isOver) return 'ended';
      const left = deadline - Date.now();
      if (left <= 0 || signal?.aborted === true) return 'nothing';
      await this.change(left, signal);
    }
  }

  /** Where the server owes an answer: the next messages, or undefined at the end. Throws NoAnswer. */
  async next(within: number): Promise<readonly ReadResp[] | undefined> {
    const pulled = await this.pull(within);
    if (pulled === 'ended') return undefined;
    if (pulled !== 'nothing') return pulled;
    const error = new NoAnswer(`a read was not answered within ${within} ms`);
    this.suspect(error);
    throw error;
  }

  cancel(): void {
    this.isCancelled = true;
    this.call.cancel();
    // What was received and not read would keep it from ending.
    this.call.resume();
  }

  private take(): ReadResp[] {
    const taken: ReadResp[] = [];
    for (let next = this.read(); next !== null; next = this.read()) taken.push(next);
    return taken;
  }

  private read(): ReadResp | null {
    return this.call.read();
  }

  private change(within: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.wake = () => {};
        resolve();
      };
      const timer = setTimeout(wake, within);
      signal?.addEventListener('abort', wake);
      this.wake = wake;
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    if (!this.isCancelled) this.suspect(error);
    this.end();
  }

  private end(): void {
    this.isOver = true;
    this.wake();
  }
}
