import { EventStoreUnavailable } from '#event-sourcing';
import type { BatchAppendResp, ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { Append } from './append-request';
import { Link } from './link';
import type { Messages } from './messages';

/**
 * The connection of this process: one client for all that it asks. A client in doubt is replaced, and what it had
 * under way is cancelled with it: whoever waited for that asks the next one.
 */
export class Connection {
  private link: Link | undefined;
  private isClosed = false;

  constructor(
    private readonly connectionString: string,
    /** How long the server may be silent where it owes an answer, in milliseconds. */
    readonly timeLimit: number,
  ) {
    // A string that cannot be read is told at once.
    this.link = this.newLink();
  }

  append(append: Append): Promise<BatchAppendResp> {
    return this.current().append(append);
  }

  read(request: ReadReq): Promise<Messages> {
    return this.current().read(request);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const { link } = this;
    this.link = undefined;
    await link?.close();
  }

  private current(): Link {
    if (this.isClosed) throw new EventStoreUnavailable('the event store is closed');
    this.link ??= this.newLink();
    return this.link;
  }

  private newLink(): Link {
    return new Link(this.connectionString, this.timeLimit, (link) => this.replace(link));
  }

  /** Unless it was before. */
  private replace(link: Link): void {
    if (this.link !== link) return;
    this.link = undefined;
    void link.close();
  }
}
