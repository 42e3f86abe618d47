import { DomainError, type Decider, type DomainEvent } from '#event-sourcing';

type Refusal<Code extends string = string> = (new (...args: never[]) => DomainError<Code>) | Code;

/** When the events of a history were recorded: one a minute. */
export const recordedAtOf = (index: number): Date => new Date(Date.UTC(2026, 0, 1, 0, index));

/**
 * `given(created()).when(describe('web')).thenRecords(described('web'))`: what a decider says, as the write path would
 * hear it, in a sentence.
 */
export const givenFor =
  <State, Command, Event extends DomainEvent>(decider: Decider<State, Command, Event>) =>
  (...history: readonly Event[]): Given<State, Command, Event> =>
    new Given(decider, history);

class Given<State, Command, Event extends DomainEvent> {
  constructor(
    private readonly decider: Decider<State, Command, Event>,
    private readonly history: readonly Event[],
  ) {}

  get state(): State {
    return this.history.reduce(
      (state, event, index) => this.decider.evolve(state, event, recordedAtOf(index)),
      this.decider.initial,
    );
  }

  when(command: Command): Asked<State, Command, Event> {
    return new Asked(this.decider, this.history, command);
  }

  decide(command: Command): readonly Event[] {
    this.decider.admit?.(command, this.state);
    return this.decider.decide(command, this.state);
  }
}

class Asked<State, Command, Event extends DomainEvent> {
  constructor(
    private readonly decider: Decider<State, Command, Event>,
    private readonly history: readonly Event[],
    private readonly command: Command,
  ) {}

  /** And when asked again, nothing more: a wish may be repeated. */
  thenRecords(...expected: readonly [Event, ...Event[]]): void {
    expect(this.after(this.history)).toStrictEqual(expected);
    expect(this.outcome([...this.history, ...expected])).toEqual([]);
  }

  thenNothingHappens(): void {
    expect(this.after(this.history)).toEqual([]);
  }

  /** And says why. `pointer` names the field that is to blame. */
  thenRefuses(refusal: Refusal, pointer?: string): void {
    const outcome = this.outcome(this.history);
    expect(outcome).toBeInstanceOf(DomainError);
    const error = outcome as DomainError;
    if (typeof refusal === 'string') expect(error.code).toBe(refusal);
    else expect(error).toBeInstanceOf(refusal);
    expect(error.message).toMatch(/\S$/);
    if (pointer !== undefined) expect(error.pointer).toBe(pointer);
  }

  private after(history: readonly Event[]): readonly Event[] {
    return new Given(this.decider, history).decide(this.command);
  }

  private outcome(history: readonly Event[]): readonly Event[] | DomainError {
    try {
      return this.after(history);
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }
}
