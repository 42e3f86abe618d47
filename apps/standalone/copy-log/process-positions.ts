import type { DataSource } from 'typeorm';
import { BEGINNING, type Position } from '#event-sourcing';
import { processPositions, settleAt, type PositionOfReader } from '#projections';
import type { Place } from './compare-logs';

/**
 * Where process managers stand, carried over from one log to its copy: in the copy they go on after the same event.
 * Views are made anew, as their rows hold positions.
 */
export class ProcessPositions {
  private constructor(
    private readonly readers: readonly PositionOfReader[],
    private readonly reached: Map<string, Position>,
  ) {}

  static async of(database: DataSource, logId: string): Promise<ProcessPositions> {
    return new ProcessPositions(await processPositions(database.manager, logId), new Map());
  }

  /** To be told of every event that is in both logs, in order. */
  pass({ source, target }: Place): void {
    for (const { name, position } of this.readers) if (source <= position) this.reached.set(name, target);
  }

  /** Answers how many there were. */
  async settle(database: DataSource, logId: string): Promise<number> {
    await database.transaction(async (transaction) => {
      for (const reader of this.readers)
        await settleAt(transaction, reader, logId, this.reached.get(reader.name) ?? BEGINNING);
    });
    return this.readers.length;
  }
}
