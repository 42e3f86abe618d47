import type { Appended, RecordedEvent } from '#event-sourcing';
import type { PendingAppend } from './pending-append';
import type { StreamReader } from './stream-reader';

/** Finds what an append recorded when it was made before. */
export class EarlierAppends {
  constructor(private readonly reader: StreamReader) {}

  async find({
    stream,
    expected,
    events,
  }: Pick<PendingAppend, 'stream' | 'expected' | 'events'>): Promise<Appended | undefined> {
    if (expected === 'any')
      return this.findAtTheEnd(
        stream,
        events.map(({ id }) => id),
      );
    const from = expected === 'none' ? 0 : expected + 1;
    const recorded = await this.reader.page(stream, { from, direction: 'forwards', limit: events.length });
    return matches(
      recorded,
      events.map(({ id }) => id),
    )
      ? recorded.at(-1)
      : undefined;
  }

  private async findAtTheEnd(stream: string, ids: readonly string[]): Promise<Appended | undefined> {
    const recorded = await this.reader.page(stream, { direction: 'backwards', limit: ids.length });
    return matches(recorded.toReversed(), ids) ? recorded.at(0) : undefined;
  }
}

const matches = (recorded: readonly RecordedEvent[], ids: readonly string[]): boolean =>
  recorded.length === ids.length && ids.every((id, index) => recorded[index]?.id === id.toLowerCase());
