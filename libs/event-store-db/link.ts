import { setTimeout as wait } from 'node:timers/promises';
import type { BatchAppendResp, ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { Append } from './append-request';
import { BatchAppends } from './batch-appends';
import { isOfConnection, NoAnswer } from './failures';
import { Messages } from './messages';
import { StreamsConnection } from './streams-connection';

/** How long it may take to close, in milliseconds. It holds nothing that is waited for. */
const CLOSING = 1_000;

/** One client, until it is in doubt. All appends of it go over one call. */
export class Link {
  private readonly client: StreamsConnection;
  private batch: Promise<BatchAppends> | undefined;

  constructor(
    connectionString: string,
    private readonly timeLimit: number,
    private readonly onDoubt: (link: Link) => void,
  ) {
    this.client = StreamsConnection.to(connectionString);
  }

  async append(append: Append): Promise<BatchAppendResp> {
    try {
      const appends = await this.soon(this.appends());
      return await appends.append(append, this.timeLimit);
    } catch (error) {
      this.suspect(error);
      throw error;
    }
  }

  /** Whoever gets them cancels them. */
  async read(request: ReadReq): Promise<Messages> {
    const opening = this.client.openRead(request);
    try {
      return new Messages(await this.soon(opening), (error) => this.suspect(error));
    } catch (error) {
      // A call that is opened too late is nobody's.
      opening.then((call) => call.cancel()).catch(() => {});
      this.suspect(error);
      throw error;
    }
  }

  /** Whoever waits for something of it hears that it was cancelled. */
  async close(): Promise<void> {
    const closing = this.client.close().catch(() => {});
    await Promise.race([closing, wait(CLOSING, undefined, { ref: false })]);
  }

  private appends(): Promise<BatchAppends> {
    this.batch ??= this.openBatch();
    return this.batch;
  }

  private openBatch(): Promise<BatchAppends> {
    const forget = (): void => {
      if (this.batch === opening) this.batch = undefined;
    };
    const opening = this.client.openBatchAppend().then((call) => new BatchAppends(call, forget));
    opening.catch(forget);
    return opening;
  }

  private suspect(error: unknown): void {
    if (isOfConnection(error)) this.onDoubt(this);
  }

  private async soon<T>(opening: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new NoAnswer(`no connection within ${this.timeLimit} ms`)),
        this.timeLimit,
      );
    });
    try {
      return await Promise.race([opening, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
