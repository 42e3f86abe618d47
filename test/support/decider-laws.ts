import fc from 'fast-check';
import { DomainError, type Category, type DomainEvent } from '#event-sourcing';
import { holds } from './holds';

interface Subject<State, Command, Event extends DomainEvent> {
  readonly category: Category<never, State, Command, Event>;
  readonly commands: fc.Arbitrary<Command>;
  readonly events: fc.Arbitrary<Event>;
}

/** What holds for every decider, whatever was asked of it and whatever happened, in whatever order. */
export function deciderLaws<State, Command, Event extends DomainEvent>(
  name: string,
  { category: { decider }, commands, events }: Subject<State, Command, Event>,
): void {
  const fold = (from: State, history: readonly Event[]): State =>
    history.reduce((state, event, index) => decider.evolve(state, event, new Date(index)), from);
  const answer = (command: Command, state: State): readonly Event[] | DomainError => {
    try {
      decider.admit?.(command, state);
      return decider.decide(command, state);
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  };
  const asTold = (outcome: readonly Event[] | DomainError): unknown =>
    outcome instanceof DomainError ? outcome.code : outcome;
  const obeyed = (wishes: readonly Command[]): State =>
    wishes.reduce((state, wish) => {
      const outcome = answer(wish, state);
      return outcome instanceof DomainError ? state : fold(state, outcome);
    }, decider.initial);

  describe(`${name}, whatever happens:`, () => {
    it('a wish that was carried out is true afterwards, so it may be repeated', () => {
      holds(
        fc.property(fc.array(commands, { maxLength: 20 }), commands, (earlier, wish) => {
          const before = obeyed(earlier);
          const outcome = answer(wish, before);
          if (outcome instanceof DomainError) expect(asTold(answer(wish, before))).toBe(outcome.code);
          else expect(answer(wish, fold(before, outcome))).toEqual([]);
        }),
      );
    });

    it('any event can follow any other, and a decision on it is an answer or a typed refusal', () => {
      holds(
        fc.property(fc.array(events, { maxLength: 30 }), commands, (history, wish) => {
          const outcome = answer(wish, fold(decider.initial, history));
          expect(outcome instanceof DomainError || Array.isArray(outcome)).toBe(true);
        }),
      );
    });

    it('a state answers the same whatever is made of it later', () => {
      const histories = fc.array(events, { maxLength: 10 });
      holds(
        fc.property(histories, histories, histories, commands, (history, one, other, wish) => {
          const state = fold(decider.initial, history);
          const before = asTold(answer(wish, state));
          fold(state, one);
          fold(state, other);
          expect(asTold(answer(wish, state))).toEqual(before);
        }),
      );
    });
  });
}
