import type { ClientConfig } from 'pg';
import { EVENTS_CHANNEL } from './constants';
import { ReconnectingClient } from './reconnecting-client';

/** Nothing is lost when a ring is: live readers also look by themselves this often, in milliseconds. */
const LOOK_EVERY = 1_000;

/** Rings whenever somebody, in any process, committed events. One connection for all readers of this process. */
export class Bell {
  private readonly waiting = new Set<() => void>();
  private readonly connection: ReconnectingClient;
  private closed = false;
  private count = 0;

  constructor(config: ClientConfig) {
    this.connection = new ReconnectingClient(config, async (client) => {
      client.on('notification', () => this.ring());
      await client.query(`LISTEN ${EVENTS_CHANNEL}`);
      // For what was committed while nobody listened.
      this.ring();
    });
  }

  /** How often it rang so far: to be asked before reading, so that no ring falls between reading and waiting. */
  heard(): number {
    // Until it is connected, and when it cannot be, readers look by themselves.
    if (!this.closed) this.connection.get().catch(() => {});
    return this.count;
  }

  ring(): void {
    this.count++;
    for (const wake of [...this.waiting]) wake();
  }

  /** Until it rings, or has rung since `heard`; until it is time to look; or until the signal. */
  wait(heard: number, signal: AbortSignal): Promise<void> {
    if (this.count !== heard || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_EVERY);
      signal.addEventListener('abort', wake);
      this.waiting.add(wake);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.connection.discard();
  }
}
