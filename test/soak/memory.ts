import type { Caller } from '../support/caller';

/** Megabytes that come and go with load and collections. */
const NOISE = 64;
const MEGABYTE = 1_048_576;

/** What one process takes of the machine, looked at again and again. */
export class Memory {
  private readonly seen: number[] = [];
  private lost = 0;

  constructor(
    readonly name: string,
    private readonly process: () => Caller,
  ) {}

  async look(): Promise<void> {
    try {
      const text = String((await this.process().get('/metrics')).body);
      const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
      this.seen.push(Number(bytes) / MEGABYTE);
    } catch {
      this.lost++;
    }
  }

  /** After it has warmed up, and in the end. */
  get course(): readonly [early: number, late: number] {
    const quarter = Math.floor(this.seen.length / 4);
    return [median(this.seen.slice(quarter, 2 * quarter)), median(this.seen.slice(3 * quarter))];
  }

  violations(): readonly string[] {
    const [early, late] = this.course;
    return [
      ...(this.lost > 0 ? [`${this.name} could not be asked ${this.lost} times`] : []),
      ...(late > early * 1.25 + NOISE ? [`${this.name} grew from ${early} to ${late} megabytes`] : []),
    ];
  }
}

const median = (numbers: readonly number[]): number =>
  Math.round(numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0);
