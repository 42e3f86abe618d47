import type { DomainEvent, DueTime, ReadEvent, Schedule } from '#event-sourcing';
import { table, type Projector } from '../projector';
import { dueTimesDdl, DueTimeRow } from './due-time.row';

/**
 * What is due when, of every kind. A kind whose events may stand in the log already raises the shape; one that comes
 * with its events does not.
 */
export function dueTimesView<Event extends DomainEvent>(
  kinds: readonly DueTime<Event>[],
  shape: number,
): Projector<Event> {
  const schedulesOf = ({ event }: ReadEvent<Event>): readonly (Schedule & { readonly kind: string })[] =>
    kinds
      .filter(({ types }) => types.includes(event.type))
      .flatMap((kind) => kind.schedules(event).map((schedule) => ({ ...schedule, kind: kind.name })));
  return {
    name: 'due-times',
    shape,
    tables: [
      table<Event, DueTimeRow>({
        kind: 'evolving',
        row: DueTimeRow,
        ddl: dueTimesDdl,
        key: ['kind', 'subject'],
        keysOf: (read) => schedulesOf(read).map(({ kind, subject }) => ({ kind, subject })),
        evolve: (_, read, { kind = '', subject = '' }) => {
          const last = schedulesOf(read).findLast((one) => one.kind === kind && one.subject === subject);
          if (last?.dueAt === undefined) return undefined;
          const { stream, revision } = read.recorded;
          return { kind, subject, dueAt: last.dueAt, stream, revision };
        },
      }),
    ],
  };
}
