import { Client, type ClientConfig } from 'pg';

/** One connection that is made when it is needed, and made anew after it was lost. */
export class ReconnectingClient {
  private client: Promise<Client> | undefined;

  constructor(
    private readonly config: ClientConfig,
    private readonly prepare: (client: Client) => Promise<void> = async () => {},
    private readonly onLost: () => void = () => {},
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

  private async connect(): Promise<Client> {
    const client = new Client({ ...this.config, keepAlive: true });
    const lost = (): void => {
      this.client = undefined;
      this.onLost();
    };
    // Without a listener a lost connection would end the process.
    client.on('error', lost);
    try {
      await client.connect();
      await this.prepare(client);
    } catch (error) {
      this.client = undefined;
      await client.end().catch(() => {});
      throw error;
    }
    client.on('end', lost);
    return client;
  }
}
