import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../apps/standalone/embedded-postgres/embedded-postgres';

/** A server of one's own with the settings that are shipped, which can be stopped and started again. */
export class OwnPostgres {
  private readonly dataDirectory = mkdtempSync(join(tmpdir(), 'ledger-own-'));
  private server: EmbeddedPostgres | undefined;
  private home: string | undefined;

  constructor() {
    // The server does not run as root and has to get in.
    chmodSync(this.dataDirectory, 0o755);
  }

  async start(): Promise<EmbeddedPostgres['connection']> {
    this.server = await startEmbeddedPostgres({ dataDirectory: this.dataDirectory });
    this.home = this.server.home;
    return this.server.connection;
  }

  /** The same after every start. */
  get url(): string {
    if (this.server === undefined) throw new Error('it was not started');
    const { user, password, host, port, database } = this.server.connection;
    return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
  }

  /** What every connection hears: the administrator ended it. */
  async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** What was not on disk is lost, and no connection hears anything. */
  async crash(): Promise<void> {
    if (this.server !== undefined) process.kill(this.server.pid, 'SIGKILL');
    await this.stop();
  }

  /** Stops it and removes its files. */
  async remove(): Promise<void> {
    await this.stop();
    for (const path of [this.home, this.dataDirectory])
      if (path !== undefined) rmSync(path, { recursive: true, force: true });
  }
}
