import { encodeEvents, type CommandContext, type EventStore } from '#event-sourcing';
import { refusalEvents, type CommandRefusedData } from './events';

const stream = (account: string): string => `refusals-${account}`;

/**
 * That somebody was told no is a fact and nothing to decide, and the stream of it may be long: it is appended without
 * reading what is there, which is why it does not take the write path.
 */
export class Refusals {
  constructor(private readonly store: EventStore) {}

  /** Throws what the event store throws. */
  async record(refused: CommandRefusedData, context: CommandContext): Promise<void> {
    const name = stream(refused.account);
    const event = { type: 'CommandRefused', data: refused } as const;
    await this.store.append(name, 'any', encodeEvents(refusalEvents, name, [event], context));
  }
}
