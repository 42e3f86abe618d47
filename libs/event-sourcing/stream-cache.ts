import type { Category } from './category';
import type { DomainEvent } from './decider';
import type { FoldedStream } from './folded-stream';

/** The folds that were used last. Dropping one costs a read, nothing else. */
export class StreamCache {
  private readonly folds = new Map<string, FoldedStream<never, never>>();

  constructor(private readonly size: number) {}

  get<State, Event extends DomainEvent>(
    stream: string,
    _category: Category<never, State, never, Event>,
  ): FoldedStream<State, Event> | undefined {
    // A stream belongs to one category for ever, so the fold under its name has that category's types.
    return this.folds.get(stream) as FoldedStream<State, Event> | undefined;
  }

  set<State, Event extends DomainEvent>(stream: string, fold: FoldedStream<State, Event>): void {
    this.folds.delete(stream);
    this.folds.set(stream, fold as unknown as FoldedStream<never, never>);
    if (this.folds.size <= this.size) return;
    const oldest = this.folds.keys().next();
    if (!oldest.done) this.folds.delete(oldest.value);
  }
}
