import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import type { ClientConfig } from 'pg';
import { backoff } from './backoff';
import { EVENTS_CHANNEL } from './constants';
import { ReconnectingClient } from './reconnecting-client';

/** Nothing is lost when a ring is: live readers also look by themselves this often, in milliseconds. */
const LOOK_EVERY = 1_000;

/** Rings whenever somebody, in any process, committed events. One connection for all readers of this process. */
export class Bell {
  private readonly rings = new EventEmitter().setMaxListeners(0);
  private readonly connection: ReconnectingClient;
  private readonly closing = new AbortController();
  private count = 0;
  private listening: Promise<void> | undefined;

  constructor(config: ClientConfig) {
    this.connection = new ReconnectingClient(
      config,
      async (client) => {
        client.on('notification', () => this.ring());
        await client.query(`LISTEN ${EVENTS_CHANNEL}`);
      },
      () => {
        this.listening = undefined;
      },
    );
  }

  /** How often it rang so far: to be asked before reading, so that no ring falls between reading and waiting. */
  heard(): number {
    this.listening ??= this.listen();
    return this.count;
  }

  ring(): void {
    this.count++;
    this.rings.emit('ring');
  }

  /** Until it rings, or has rung since `heard`; until it is time to look; or until the signal. */
  async wait(heard: number, signal: AbortSignal): Promise<void> {
    if (this.count !== heard || signal.aborted) return;
    const enough = AbortSignal.any([signal, this.closing.signal, AbortSignal.timeout(LOOK_EVERY)]);
    await once(this.rings, 'ring', { signal: enough }).catch(() => {});
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.connection.discard();
  }

  private async listen(): Promise<void> {
    for (let attempt = 0; !this.closing.signal.aborted; attempt++) {
      try {
        await this.connection.get();
        return this.ring();
      } catch {
        await backoff(attempt, this.closing.signal);
      }
    }
  }
}
