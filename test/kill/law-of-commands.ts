import type { Logged } from './log';
import type { Law } from './law';

/** What one command records in a stream, it records in one go: whatever comes again later was done twice. */
export class CommandsActOnce implements Law {
  readonly name = 'commands act once';
  private readonly seen = new Map<string, number>();

  see({ stream, commandId, revision }: Logged): string | undefined {
    const key = `${stream} ${commandId}`;
    const last = this.seen.get(key);
    this.seen.set(key, revision);
    return last === undefined || last === revision - 1
      ? undefined
      : `${commandId} acts on ${stream} at ${last} and again at ${revision}`;
  }

  unfinished(): readonly string[] {
    return [];
  }
}
