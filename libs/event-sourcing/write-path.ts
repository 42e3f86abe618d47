import type { Category, Consulting, Look } from './category';
import { checkSize, MAX_APPEND_BYTES } from './check-append';
import type { DomainEvent } from './decider';
import { decideOn, type Decision } from './decision';
import { IdempotencyKeyReused, TooMuchContention } from './domain-error';
import { decodeEvent, encodeEvents, type CommandContext, type ReadEvent } from './envelope';
import { NO_REVISION, type EventStore, type Revision } from './event-store';
import { WrongExpectedRevision } from './event-store-errors';
import { FoldedStream } from './folded-stream';
import { positionOf, type Outcome } from './outcome';
import { StreamCache } from './stream-cache';
import { StreamQueue } from './stream-queue';
import type { WriteOptions } from './write-options';

export type { Outcome } from './outcome';
export type { WriteOptions } from './write-options';
export interface WritePathOptions {
  /** How long a command may lose races before it gives up, in milliseconds from its turn on. */
  readonly patience?: number;
  /** How long it waits for its turn while others of this process write to the same stream, in milliseconds. */
  readonly queuePatience?: number;
  /** How many streams are kept folded. */
  readonly cachedStreams?: number;
}

/**
 * The one way to record anything: read, fold, decide, append at the revision read.
 *
 * A decision that appends is guarded by the expected revision and may start from the cached fold. A decision that
 * appends nothing (a refusal, a no-op) has no such guard and is always taken on a fresh read.
 */
export class WritePath {
  private readonly queue = new StreamQueue();
  private readonly cache: StreamCache;
  private readonly patience: number;
  private readonly queuePatience: number;

  constructor(
    private readonly store: EventStore,
    { patience = 2_000, queuePatience = 10_000, cachedStreams = 10_000 }: WritePathOptions = {},
  ) {
    this.patience = patience;
    this.queuePatience = queuePatience;
    this.cache = new StreamCache(cachedStreams);
  }

  /**
   * Throws the DomainError of the decision; PreconditionFailed; PlanChanged; IdempotencyKeyReused; TooMuchContention;
   * and the errors of the event store.
   */
  async execute<Id, State, Command, Event extends DomainEvent>(
    category: Category<Id, State, Command, Event> & Partial<Consulting<State, Command>>,
    id: Id,
    command: Command,
    context: CommandContext,
    options: WriteOptions = {},
  ): Promise<Outcome<State, Event>> {
    const asked = Date.now();
    const stream = category.stream(id);
    const decision = { category, stream, command, context, options };
    return this.queue.run(stream, async () => {
      const turn = Date.now();
      // While the store answers nobody, all that wait would wait for it one after the other.
      const deadline = turn - asked > this.queuePatience ? turn : turn + this.patience;
      for (let cached = !options.dryRun; Date.now() < deadline; cached = false) {
        const outcome = await this.attempt(decision, cached);
        if (outcome !== 'stale') return outcome;
      }
      return this.recordedMeanwhile(decision);
    });
  }

  /** A fresh look at a stream, outside of any decision. */
  async load<Id, State, Event extends DomainEvent>(
    category: Category<Id, State, never, Event>,
    id: Id,
    upTo?: Revision,
  ): Promise<FoldedStream<State, Event>> {
    const folded = new FoldedStream(category);
    await this.advance(folded, category.stream(id), upTo);
    return folded;
  }

  /** A stream as it was at a time that is over. */
  async loadAsOf<Id, State, Event extends DomainEvent>(
    category: Category<Id, State, never, Event>,
    id: Id,
    asOf: Date,
  ): Promise<FoldedStream<State, Event>> {
    const folded = new FoldedStream(category);
    for await (const recorded of this.store.readStream(category.stream(id))) {
      if (recorded.recordedAt > asOf) break;
      folded.apply(recorded);
    }
    return folded;
  }

  /** A stream as it was right before an event of a request, the first that is meant; nothing where there is none. */
  async loadBefore<Id, State, Event extends DomainEvent>(
    category: Category<Id, State, never, Event>,
    id: Id,
    correlationId: string,
    isMeant: (event: Event) => boolean,
  ): Promise<{ readonly before: FoldedStream<State, Event>; readonly event: Event } | undefined> {
    const before = new FoldedStream(category);
    for await (const recorded of this.store.readStream(category.stream(id))) {
      const { event, metadata } = decodeEvent(category.events, recorded);
      if (metadata.correlationId === correlationId && isMeant(event)) return { before, event };
      before.apply(recorded);
    }
    return undefined;
  }

  /** What a command recorded in a stream, by its id. */
  async recordedBy<Id, State, Event extends DomainEvent>(
    category: Category<Id, State, never, Event>,
    id: Id,
    commandId: string,
  ): Promise<readonly Event[]> {
    const events: Event[] = [];
    for await (const recorded of this.store.readStream(category.stream(id))) {
      const { event, metadata } = decodeEvent(category.events, recorded);
      if (metadata.commandId === commandId) events.push(event);
    }
    return events;
  }

  /** The last event of a stream that is as wanted, and all that is on record about it. */
  async last<Id, State, Event extends DomainEvent>(
    category: Category<Id, State, never, Event>,
    id: Id,
    isWanted: (event: Event) => boolean,
  ): Promise<ReadEvent<Event> | undefined> {
    for await (const recorded of this.store.readStream(category.stream(id), { direction: 'backwards' })) {
      const read = decodeEvent(category.events, recorded);
      if (isWanted(read.event)) return read;
    }
    return undefined;
  }

  /** A fresh look at a stream: its state. */
  readonly look: Look = async (category, id) => (await this.load(category, id)).state;

  /** Says `stale` when the cached fold was no ground to decide on, or when somebody else appended first. */
  private async attempt<Id, State, Command, Event extends DomainEvent>(
    decision: Decision<Id, State, Command, Event>,
    mayBeStale: boolean,
  ): Promise<Outcome<State, Event> | 'stale'> {
    const { category, stream, context } = decision;
    const cached = this.cache.get(stream, category);
    const folded = cached ?? new FoldedStream(category);
    const fresh = !mayBeStale || cached === undefined;
    if (fresh) await this.advance(folded, stream);
    this.cache.set(stream, folded);

    const repeated = folded.commandNamed(context.commandId);
    if (repeated !== undefined) return this.repeat(decision, folded, repeated);

    const command = await this.consulted(decision, folded.state);
    const decided = decideOn({ ...decision, command }, folded, fresh);
    if (decided === 'stale') return 'stale';
    const { events } = decided;
    if (decision.options.dryRun === true) return this.foresee(decision, folded, decided);
    return events.length === 0 ? { ...positionOf(folded), events } : this.append(decision, folded, events);
  }

  /** What a dry run answers. Throws AppendTooLarge, as the append would. */
  private foresee<Id, State, Command, Event extends DomainEvent>(
    { category, stream, context }: Decision<Id, State, Command, Event>,
    folded: FoldedStream<State, Event>,
    decided: Pick<Outcome<State, Event>, 'events' | 'plan'>,
  ): Outcome<State, Event> {
    checkSize(encodeEvents(category.events, stream, decided.events, context), MAX_APPEND_BYTES);
    return { ...positionOf(folded), ...decided };
  }

  /** Who asked many times at once waited for the first of them, and all get its answer. Throws TooMuchContention. */
  private recordedMeanwhile<Id, State, Command, Event extends DomainEvent>(
    decision: Decision<Id, State, Command, Event>,
  ): Promise<Outcome<State, Event>> {
    const { category, stream, context } = decision;
    const folded = this.cache.get(stream, category);
    const repeated = folded?.commandNamed(context.commandId);
    if (folded === undefined || repeated === undefined) throw new TooMuchContention(stream);
    return this.repeat(decision, folded, repeated);
  }

  private async consulted<Id, State, Command, Event extends DomainEvent>(
    { category, command }: Decision<Id, State, Command, Event>,
    state: State,
  ): Promise<Command> {
    return category.consult === undefined ? command : category.consult(command, state, this.look);
  }

  private async append<Id, State, Command, Event extends DomainEvent>(
    { category, stream, context }: Decision<Id, State, Command, Event>,
    folded: FoldedStream<State, Event>,
    events: readonly Event[],
  ): Promise<Outcome<State, Event> | 'stale'> {
    const expected = folded.revision === NO_REVISION ? 'none' : folded.revision;
    try {
      const appended = await this.store.append(
        stream,
        expected,
        encodeEvents(category.events, stream, events, context),
      );
      folded.applyAppended(events, appended, context);
      return { ...positionOf(folded), events };
    } catch (error) {
      if (error instanceof WrongExpectedRevision) return 'stale';
      throw error;
    }
  }

  /** The answer that the command had the first time: the state as its last event left it. */
  private async repeat<Id, State, Command, Event extends DomainEvent>(
    { category, stream, context }: Decision<Id, State, Command, Event>,
    folded: FoldedStream<State, Event>,
    { requestHash, revision }: { requestHash: string | undefined; revision: Revision },
  ): Promise<Outcome<State, Event>> {
    if (requestHash !== context.requestHash) throw new IdempotencyKeyReused();
    const repeated = { events: [], isRepetition: true } as const;
    if (revision === folded.revision) return { ...positionOf(folded), ...repeated };
    const then = new FoldedStream<State, Event>(category);
    await this.advance(then, stream, revision);
    return { ...positionOf(then), ...repeated };
  }

  private async advance<State, Event extends DomainEvent>(
    folded: FoldedStream<State, Event>,
    stream: string,
    upTo = Infinity,
  ): Promise<void> {
    const from = folded.revision + 1;
    const limit = upTo - folded.revision;
    const slice = Number.isFinite(limit) ? { from, limit } : { from };
    for await (const recorded of this.store.readStream(stream, slice)) folded.apply(recorded);
  }
}
