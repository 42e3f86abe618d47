import type { Category } from './category';
import type { DomainEvent } from './decider';
import { PreconditionFailed, TooMuchContention } from './domain-error';
import type { CommandContext } from './envelope';
import { NO_REVISION } from './event-store';
import type { Outcome, WriteOptions, WritePath } from './write-path';

/** In milliseconds, as for any lost race. */
const PATIENCE = 2_000;

/** What is asked of a stream whose own state says which facts from elsewhere the decision takes. */
export interface PreparedCommand<Id, State, Command, Event extends DomainEvent> {
  readonly category: Category<Id, State, Command, Event>;
  readonly id: Id;
  /** Finds the facts, for the state as it is. Asked again when the stream moves on meanwhile. */
  readonly prepare: (state: State) => Promise<Command>;
  readonly context: CommandContext;
  readonly options: WriteOptions;
}

/** Prepares a command and executes it on the very state it was prepared for. Throws what `execute` throws. */
export async function executePrepared<Id, State, Command, Event extends DomainEvent>(
  writePath: WritePath,
  { category, id, prepare, context, options }: PreparedCommand<Id, State, Command, Event>,
): Promise<Outcome<State, Event>> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline;) {
    const { state, revision } = await writePath.load(category, id);
    const command = await prepare(state);
    // A stream that holds nothing has no revision to insist on; whoever makes it meanwhile decides for it.
    const ifMatch = options.ifMatch ?? (revision === NO_REVISION ? undefined : revision);
    try {
      return await writePath.execute(category, id, command, context, {
        ...options,
        ...(ifMatch === undefined ? {} : { ifMatch }),
      });
    } catch (error) {
      if (!(error instanceof PreconditionFailed) || options.ifMatch !== undefined) throw error;
    }
  }
  throw new TooMuchContention(category.stream(id));
}
