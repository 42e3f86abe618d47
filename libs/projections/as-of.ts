import { setTimeout } from 'node:timers/promises';
import { DomainError, type EventStore } from '#event-sourcing';
import type { Reader } from './positions';
import type { ViewPositions } from './view-positions';

/** Nobody can say yet how things will have been. */
export class FutureAsOf extends DomainError<'future-as-of'> {
  readonly code = 'future-as-of';
  constructor(readonly asOf: Date) {
    super('asOf is in the future');
  }
}

/** The head speaks of whole milliseconds that are over; the one under way is waited for. */
const UNDER_WAY = 10;

/** Makes sure that the views hold everything that was recorded up to a time, so that the answer can never change. */
export class AsOf {
  constructor(
    private readonly store: EventStore,
    private readonly positions: ViewPositions,
  ) {}

  /** Throws FutureAsOf, and ViewIsBehind after `within` milliseconds. */
  async settle(asOf: Date, views: readonly Reader[], within: number): Promise<void> {
    for (;;) {
      const { position, at } = await this.store.head();
      if (asOf <= at) return this.positions.waitFor(views, position, within);
      if (asOf.getTime() - at.getTime() > UNDER_WAY) throw new FutureAsOf(asOf);
      await setTimeout(1);
    }
  }
}
