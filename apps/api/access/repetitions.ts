/** How many are remembered. */
const MOST = 10_000;

/** Remembers what was last asked about. */
export class Repetitions {
  private readonly seen = new Set<string>();

  /** Whether this was asked about before. */
  has(...of: readonly string[]): boolean {
    const name = JSON.stringify(of);
    if (this.seen.has(name)) return true;
    this.seen.add(name);
    const [oldest] = this.seen;
    if (this.seen.size > MOST && oldest !== undefined) this.seen.delete(oldest);
    return false;
  }
}
