import { followUpIdOf, type CommandContext } from '#event-sourcing';

/** A step that follows from a request: the same for the same request and body, and no other's. */
export const stepOf = (context: CommandContext, step: string): CommandContext => ({
  ...context,
  commandId: followUpIdOf(context.commandId, `${step} ${context.requestHash ?? ''}`),
});

/**
 * A step that follows from what happened, whichever request or process manager takes it: it is taken once. `cause` names
 * what happened.
 */
export function stepAfter(cause: string, context: CommandContext, step: string): CommandContext {
  const { requestHash: _, ...rest } = context;
  return { ...rest, commandId: followUpIdOf(cause, step) };
}
