import { Injectable } from '@nestjs/common';
import { AsOf, FutureAsOf } from '#projections';
import { Settings } from '#runtime';

/** Times that a question to the log itself is about. */
@Injectable()
export class Moments {
  constructor(
    private readonly asOf: AsOf,
    private readonly settings: Settings,
  ) {}

  /** The time, once nothing can be recorded at it any more. Throws FutureAsOf with a pointer to the field. */
  async over(text: string, pointer: string): Promise<Date> {
    const time = new Date(text);
    try {
      await this.asOf.settle(time, [], this.settings.readWait);
    } catch (error) {
      throw error instanceof FutureAsOf ? error.placedAt(pointer) : error;
    }
    return time;
  }
}
