/** What goes on after an answer was given. A stop waits for it. */
export class BackgroundWork {
  private readonly underWay = new Set<Promise<unknown>>();

  /** It must not fail. */
  add(work: Promise<unknown>): void {
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  async finished(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }
}
