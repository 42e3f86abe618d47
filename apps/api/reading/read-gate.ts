import { Injectable } from '@nestjs/common';
import { AsOf, ViewPositions, type Reader } from '#projections';
import { Settings } from '#runtime';
import { LogPositions } from './log-positions';

interface Wanted {
  /** From `Ledger-Position`. */
  readonly position: string | undefined;
  readonly query?: { readonly asOf?: string } | undefined;
}

/** Lets a read through once its views hold everything that the answer must not be from before. */
@Injectable()
export class ReadGate {
  constructor(
    private readonly positions: LogPositions,
    private readonly views: ViewPositions,
    private readonly asOf: AsOf,
    private readonly settings: Settings,
  ) {}

  /**
   * Answers the time that is asked about, if one is. Throws ViewIsBehind when the views did not get there in time,
   * FutureAsOf, PositionOfAnotherLog and InvalidRequest.
   */
  async pass({ position, query }: Wanted, views: readonly Reader[]): Promise<Date | undefined> {
    const { readWait } = this.settings;
    if (position !== undefined)
      await this.views.waitFor(views, await this.positions.parse(position), readWait);
    if (query?.asOf === undefined) return undefined;
    const asOf = new Date(query.asOf);
    await this.asOf.settle(asOf, views, readWait);
    return asOf;
  }
}
