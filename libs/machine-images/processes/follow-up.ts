import { followUpIdOf, type CommandContext } from '#event-sourcing';

/** A step that follows from a request: the same for the same request and body, and no other's. */
export const stepOf = (context: CommandContext, step: string): CommandContext => ({
  ...context,
  commandId: followUpIdOf(context.commandId, `${step} ${context.requestHash ?? ''}`),
});
