import type { EventStore, Position } from '#event-sourcing';
import type { Place } from './compare-logs';

/** Milliseconds between two lines. */
const EVERY = 2_000;

/** Says now and then how far something has got, against where the source ended when it began. */
export class Progress {
  private readonly began = performance.now();
  private told = this.began;

  private constructor(
    private readonly done: string,
    private readonly from: Place,
    private readonly end: Position,
    private readonly say: (line: string) => void,
  ) {}

  static async of(
    source: EventStore,
    done: string,
    from: Place,
    say: (line: string) => void,
  ): Promise<Progress> {
    return new Progress(done, from, (await source.head()).position, say);
  }

  reach({ events, source }: Place): void {
    const now = performance.now();
    if (now - this.told < EVERY) return;
    this.told = now;
    const percent = this.end === 0n ? 100 : Number((source * 100n) / this.end);
    const rate = Math.round(((events - this.from.events) * 1_000) / (now - this.began));
    this.say(`${Math.min(100, percent)} %: ${events} events ${this.done}, ${rate} a second`);
  }
}
