import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonicalJson, decodeEvent, encodeEvents, eventIdOf } from '#event-sourcing';
import type { DomainEvent, EventTypes, ReadEvent, RecordedEvent } from '#event-sourcing';

/** An event as the log holds it: `data` and `metadata` are its very bytes. */
type GoldenEvent = Pick<RecordedEvent, 'stream' | 'id' | 'type' | 'data' | 'metadata'>;

const goldenFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[/\\])golden[/\\].*\.json$/.test(path))
    .sort()
    .map((path) => join(folder, path));

const goldenEvent = (path: string): GoldenEvent => JSON.parse(readFileSync(path, 'utf8')) as GoldenEvent;

/** Every golden event below a folder, as it was appended. */
export const goldenEvents = (folder: string): readonly GoldenEvent[] => goldenFiles(folder).map(goldenEvent);

/** Every golden event below a folder as a reader sees it. */
export function readGoldenEvents<Event extends DomainEvent>(
  folder: string,
  types: EventTypes<Event>,
): ReadonlyMap<string, ReadEvent<Event>> {
  const read = goldenFiles(folder).map((path) => {
    const recorded = { ...goldenEvent(path), revision: 0, position: 1n, recordedAt: new Date(0) };
    return [basename(path, '.json'), decodeEvent(types, recorded)] as const;
  });
  return new Map(read);
}

/** One file per event type and schema, named `<type>.<schema>.json`. They are never changed: they stand for the log. */
export function goldenFilesContract<Event extends DomainEvent>(
  folder: string,
  types: EventTypes<Event>,
): void {
  const newest = (type: string): number => types.schemaOf({ type } as Event);

  describe('Golden files', () => {
    it('are there for every schema of every event type, and for nothing else', () => {
      const wanted = types.names.flatMap((type) =>
        Array.from({ length: newest(type) }, (_, index) => `${type}.${index + 1}.json`),
      );
      expect(goldenFiles(folder).map((path) => basename(path))).toEqual(expect.arrayContaining(wanted));
      expect(goldenFiles(folder)).toHaveLength(wanted.length);
    });

    it.each(goldenFiles(folder).map((path) => [basename(path), path]))(
      '%s still reads as it did',
      (name, path) => {
        const golden = goldenEvent(path);
        const { stream, ...appended } = golden;
        const { event, metadata } = decodeEvent(types, {
          ...golden,
          revision: 0,
          position: 1n,
          recordedAt: new Date(0),
        });
        expect(`${event.type}.${metadata.schema}.json`).toBe(name);
        expect(canonicalJson(JSON.parse(golden.data))).toBe(golden.data);
        expect(canonicalJson(metadata)).toBe(golden.metadata);
        expect(eventIdOf(metadata, stream, 0, golden.data)).toBe(golden.id);
        if (metadata.schema !== newest(event.type)) return;
        const { schema: _schema, occurredAt, ...context } = metadata;
        expect(encodeEvents(types, stream, [event], { ...context, at: new Date(occurredAt) })).toEqual([
          appended,
        ]);
      },
    );
  });
}
