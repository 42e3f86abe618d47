import { Client, type ClientConfig } from 'pg';

/** One connection that is made when it is needed, and made anew after it was lost. */
export class ReconnectingClient {
  private client: Promise<Client> | undefined;

  constructor(
    private readonly config: ClientConfig,
    private readonly prepare: (client: Client) => Promise<void> = async () => {},
  ) {}

  get(): Promise<Client> {
    this.client ??= this.connect();
    return this.client;
  }

  /** The next `get` connects anew. */
  async discard(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.then((connected) => connected.end()).catch(() => {});
  }

  private connect(): Promise<Client> {
    const client = new Client({ ...this.config, keepAlive: true });
    const connecting = this.prepared(client);
    const lost = (): void => {
      // A connection that was replaced has nothing to say any more: it ends after its successor began.
      if (this.client === connecting) this.client = undefined;
    };
    // Without a listener a lost connection would end the process.
    client.on('error', lost);
    client.on('end', lost);
    connecting.catch(lost);
    return connecting;
  }

  private async prepared(client: Client): Promise<Client> {
    try {
      await client.connect();
      await this.prepare(client);
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
  }
}
