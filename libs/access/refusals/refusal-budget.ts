/** Refusals of one kind that are recorded in one minute. */
const MOST = 60;
const MINUTE = 60_000;

interface Spent {
  readonly since: number;
  readonly recorded: number;
  readonly leftOut: number;
}

/** How many refusals of a kind are recorded: somebody who is told no all the time must not fill the log with it. */
export class RefusalBudget {
  private readonly spent = new Map<string, Spent>();

  /** Whether one more may be recorded at a time (milliseconds), and how many were left out since the last one that was. */
  take(kind: string, now: number): { readonly leftOut: number } | 'spent' {
    this.forget(now);
    const { since, recorded, leftOut } = this.spent.get(kind) ?? { since: now, recorded: 0, leftOut: 0 };
    const current = now - since < MINUTE ? { since, recorded } : { since: now, recorded: 0 };
    if (current.recorded >= MOST) {
      this.spent.set(kind, { ...current, leftOut: leftOut + 1 });
      return 'spent';
    }
    this.spent.set(kind, { ...current, recorded: current.recorded + 1, leftOut: 0 });
    return { leftOut };
  }

  /** So many were not recorded after all. */
  leaveOut(kind: string, count: number, now: number): void {
    const { leftOut, ...current } = this.spent.get(kind) ?? { since: now, recorded: 0, leftOut: 0 };
    this.spent.set(kind, { ...current, leftOut: leftOut + count });
  }

  /** What has nothing to say any more, so that the memory does not grow with every caller there ever was. */
  private forget(now: number): void {
    for (const [kind, { since, leftOut }] of this.spent) {
      if (leftOut > 0 || now - since < MINUTE) continue;
      this.spent.delete(kind);
    }
  }
}
