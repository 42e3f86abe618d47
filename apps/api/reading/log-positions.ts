import { Inject, Injectable } from '@nestjs/common';
import type { EventStore, Position } from '#event-sourcing';
import { EVENT_STORE } from '#runtime';
import { POSITION } from '../http/headers';
import { headerError, PositionOfAnotherLog } from '../http/problems';

/** Positions as callers see them: `<log id>:<position>`, so that one of another log is recognised. */
@Injectable()
export class LogPositions {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async print(position: Position): Promise<string> {
    return `${await this.store.logId()}:${position}`;
  }

  /** Throws InvalidRequest for what is no position, and PositionOfAnotherLog. */
  async parse(text: string): Promise<Position> {
    const [, logId, digits] = POSITION.exec(text) ?? [];
    if (digits === undefined)
      throw headerError('ledger-position', 'must be a position that this service gave out');
    if (logId !== (await this.store.logId())) throw new PositionOfAnotherLog();
    return BigInt(digits);
  }
}
