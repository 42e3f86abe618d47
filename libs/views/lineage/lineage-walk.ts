import type { LineageEdge, LineageSteps, Reached } from './lineage-steps';

/** Levels that are read at once on the way back to where a page begins. */
const STRIDE = 16;

/** Some of the next level may have been reached before. */
const SPARE = 16;

export interface Walked {
  readonly found: readonly Reached[];
  /** There is more after these. */
  readonly goesOn: boolean;
}

/** Goes through everything around an image, level by level, and in a level by id. */
export class LineageWalk {
  /** What has been reached, and how deep it is. Nothing is ever reached twice. */
  private readonly depths: Map<string, number>;
  private level: readonly string[];
  private depth = 0;

  constructor(
    private readonly steps: LineageSteps,
    imageId: string,
    private readonly deepest: number,
  ) {
    this.depths = new Map([[imageId, 0]]);
    this.level = [imageId];
  }

  /** At most `take` resources after the one named. */
  async page(take: number, after?: Reached): Promise<Walked> {
    const found: Reached[] = [];
    const room = (): number => take - found.length;
    if (after !== undefined) {
      await this.goTo(after.depth);
      const rest = this.level.filter((id) => id > after.id).map((id) => ({ id, depth: this.depth }));
      found.push(...rest.slice(0, take));
      if (rest.length > take) return { found, goesOn: true };
    }
    while (this.depth < this.deepest && this.level.length > 0) {
      const ids = await this.next(room() + 1);
      const isWhole = ids.length <= room();
      const reached = ids.slice(0, room()).map((id) => ({ id, depth: this.depth + 1 }));
      found.push(...reached);
      this.enter(this.depth + 1, reached);
      if (!isWhole) return { found, goesOn: true };
    }
    return { found, goesOn: false };
  }

  /** Of those found, to each other and to what stands before them. */
  edges(found: readonly Reached[]): Promise<readonly LineageEdge[]> {
    const last = found.at(-1);
    if (last === undefined) return Promise.resolve([]);
    const before = [...this.depths].filter(
      ([id, depth]) => depth < last.depth || (depth === last.depth && id <= last.id),
    );
    return this.steps.edges(
      before.map(([id]) => id),
      found.map(({ id }) => id),
    );
  }

  private async goTo(depth: number): Promise<void> {
    while (this.depth < depth && this.level.length > 0) {
      const stride = Math.min(STRIDE, depth - this.depth);
      const reached = await this.steps.within(this.level, stride);
      const from = this.depth;
      this.enter(
        from + stride,
        reached.map((one) => ({ ...one, depth: from + one.depth })),
      );
    }
  }

  /** The first of the next level, which is all of them where there are fewer than `take`. */
  private async next(take: number): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let after = ''; ids.length < take;) {
      const some = await this.steps.next(this.level, take + SPARE, after);
      ids.push(...some.filter((id) => !this.depths.has(id)));
      if (some.length < take + SPARE) break;
      after = some.at(-1) ?? after;
    }
    return ids.slice(0, take);
  }

  private enter(depth: number, reached: readonly Reached[]): void {
    const entered = reached.filter(({ id }) => !this.depths.has(id));
    for (const one of entered) this.depths.set(one.id, one.depth);
    this.level = entered.filter((one) => one.depth === depth).map(({ id }) => id);
    this.depth = depth;
  }
}
