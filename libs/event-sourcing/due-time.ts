import type { DomainEvent } from './decider';
import type { CommandContext, ReadEvent } from './envelope';
import type { WritePath } from './write-path';

/** When something is due; not any more, where no time is given. A subject has one time, and the last word counts. */
export interface Schedule {
  readonly subject: string;
  readonly dueAt: Date | undefined;
}

/** Something whose time has come. */
export interface Due<Event extends DomainEvent> {
  readonly subject: string;
  /** The event that named the time. */
  readonly scheduled: ReadEvent<Event>;
  /** By the log's clock, and not before the time. */
  readonly at: Date;
  /** In the name of the service: the same for the same event and subject, however often it is announced. */
  readonly context: CommandContext;
}

/**
 * A kind of time inside events that takes effect by itself. That needs nobody; once the time has come, an event
 * announces it to those who read the log. It is announced at least once, by as many as do it, also when everything was
 * down at that time.
 */
export interface DueTime<Event extends DomainEvent> {
  /** Data, never changed: what is due is kept under it. */
  readonly name: string;
  /** The types of the events that schedule anything, or end it. */
  readonly types: readonly Event['type'][];
  /** What an event says of when things are due. What announces it must say that it no longer is. */
  schedules(event: Event): readonly Schedule[];
  /** Records that it has come about, through the write path, and nothing else. */
  announce(due: Due<Event>, writePath: WritePath): Promise<unknown>;
}
