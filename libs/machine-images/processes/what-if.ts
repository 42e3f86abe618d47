import type { DomainEvent, Look } from '#event-sourcing';

/** A look at streams as they would be once an event had happened in each of these. Nothing of it is recorded. */
export const whatIf =
  (look: Look, happening: ReadonlyMap<string, DomainEvent>, at: Date): Look =>
  async (category, id) => {
    const state = await look(category, id);
    const event = happening.get(category.stream(id));
    // Whoever names a stream knows whose events it holds.
    return event === undefined ? state : category.decider.evolve(state, event as never, at);
  };
