import { setTimeout } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';

const ACTIVE_LOCK = 7_240_121_004;

/** Milliseconds. */
export interface LockTiming {
  /** How often the holder asks the server whether it is still there. */
  readonly beat: number;
  /** Without an answer for this long, the holder must take the lock for lost. */
  readonly trust: number;
  /** A holder that says nothing for this long loses the lock, by the server. More than `trust`. */
  readonly lease: number;
}

export const LOCK_TIMING: LockTiming = { beat: 1_000, trust: 3_000, lease: 5_000 };

/**
 * Says which process follows the log: the one whose session holds this advisory lock. A session that ends gives it
 * back, also that of a process which was killed. A process that is frozen or cut off keeps its session and says
 * nothing: the server ends such a session, and by then the process, if it runs, knows that it has to stop.
 */
export class ActiveLock {
  private client: Client | undefined;
  private holding: AbortController | undefined;

  constructor(
    private readonly config: ClientConfig,
    private readonly timing: LockTiming = LOCK_TIMING,
  ) {}

  /**
   * Takes it, unless another process has it. Answers a signal that tells when it is lost; it stays ours, as far as we
   * know, until then or until `release`. Throws when the database does not answer.
   */
  async take(): Promise<AbortSignal | undefined> {
    const asked = performance.now();
    try {
      const client = await this.connected();
      const { rows } = await inTime(
        this.timing.trust,
        client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [ACTIVE_LOCK]),
      );
      return rows[0]?.taken === true ? this.hold(client, asked) : undefined;
    } catch (error) {
      // Whether it was taken is not known: the session must not live on.
      this.disconnect();
      throw error;
    }
  }

  /** The next one may have it. */
  async release(): Promise<void> {
    const { client } = this;
    this.holding?.abort();
    this.holding = undefined;
    this.client = undefined;
    if (client !== undefined) await inTime(this.timing.trust, client.end()).catch(() => {});
  }

  private hold(client: Client, asked: number): AbortSignal {
    const holding = new AbortController();
    this.holding = holding;
    client.once('end', () => holding.abort());
    void this.keep(client, holding, asked);
    return holding.signal;
  }

  /** The server counts from the end of our last word, we from before it: we are the first to know. */
  private async keep(client: Client, holding: AbortController, asked: number): Promise<void> {
    const { beat, trust } = this.timing;
    const { signal } = holding;
    for (let confirmed = asked; !signal.aborted;) {
      await setTimeout(beat, undefined, { signal }).catch(() => {});
      const sent = performance.now();
      try {
        await inTime(confirmed + trust - sent, client.query('SELECT'));
        confirmed = sent;
      } catch {
        holding.abort();
      }
    }
  }

  private async connected(): Promise<Client> {
    this.client ??= await this.connect();
    return this.client;
  }

  private async connect(): Promise<Client> {
    const { trust, lease } = this.timing;
    const client = new Client({ ...this.config, keepAlive: true, connectionTimeoutMillis: trust });
    const lost = (): void => {
      if (this.client === client) this.client = undefined;
    };
    // Without a listener a lost connection would end the process.
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      await inTime(trust, client.query(`SET idle_session_timeout = ${lease}`));
      return client;
    } catch (error) {
      void client.end().catch(() => {});
      throw error;
    }
  }

  private disconnect(): void {
    void this.client?.end().catch(() => {});
    this.client = undefined;
  }
}

/** Throws when it takes longer than that (milliseconds). What was begun goes on, and nobody waits for it. */
async function inTime<T>(within: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  // Its failure after the time is up is nobody's.
  work.catch(() => {});
  const late = setTimeout(Math.max(0, within), undefined, { signal: over.signal }).then(
    () => Promise.reject(new Error('the database does not answer')),
    () => work,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
