import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { BEGINNING, DomainError, type EventStore, type Position } from '#event-sourcing';
import type { Reader } from './positions';

/** A view has not reached the position that an answer must not be from before. Asking again later can help. */
export class ViewIsBehind extends DomainError<'view-behind'> {
  readonly code = 'view-behind';
  constructor(readonly view: string) {
    super(`the view ${view} has not caught up yet`);
  }
}

/** Milliseconds between two looks. */
const LOOK_EVERY = 5;

/**
 * Lets reads wait for views. However many wait, one query at a time looks. What a view has of another log is nothing: its
 * position there says nothing about this one.
 */
export class ViewPositions {
  private look: Promise<ReadonlyMap<string, Position>> | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly store: Pick<EventStore, 'logId'>,
  ) {}

  /** Throws ViewIsBehind when one of them did not get there in time (milliseconds). */
  async waitFor(views: readonly Reader[], position: Position, within: number): Promise<void> {
    const behind = await this.behindAfter(views, position, within);
    if (behind !== undefined) throw new ViewIsBehind(behind.name);
  }

  /** Waits likewise, and goes on also when a view did not get there in time. */
  async giveTime(views: readonly Reader[], position: Position, within: number): Promise<void> {
    await this.behindAfter(views, position, within);
  }

  private async behindAfter(
    views: readonly Reader[],
    position: Position,
    within: number,
  ): Promise<Reader | undefined> {
    const end = Date.now() + within;
    for (;;) {
      const positions = await this.positions();
      const behind = views.find((view) => (positions.get(keyOf(view)) ?? BEGINNING) < position);
      if (behind === undefined || Date.now() >= end) return behind;
      await setTimeout(LOOK_EVERY);
    }
  }

  /** A look that began before the caller asked might not show what the caller knows: it waits for the next one. */
  private async positions(): Promise<ReadonlyMap<string, Position>> {
    await this.look?.catch(() => {});
    this.look ??= this.read().finally(() => (this.look = undefined));
    return this.look;
  }

  private async read(): Promise<ReadonlyMap<string, Position>> {
    const rows = await this.database.query<{ name: string; shape: number; position: string }[]>(
      'SELECT name, shape, position FROM views.positions WHERE log_id = $1',
      [await this.store.logId()],
    );
    return new Map(rows.map((row) => [keyOf(row), BigInt(row.position)]));
  }
}

const keyOf = ({ name, shape }: Reader): string => `${name} ${shape}`;
