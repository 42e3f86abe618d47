import { EventType, EventTypes, type EventIn } from '#event-sourcing';

/** What was asked, never with its body, and the rule that said no. Who asked stands in the metadata. */
export interface CommandRefusedData {
  /** For which account it was asked; an administrator may ask for any. */
  readonly account: string;
  readonly method: string;
  /** The route as it is declared: `/v1/images/:imageId`. */
  readonly route: string;
  /** The command or query that the route makes of a request. */
  readonly command?: string;
  /** What it was asked of, and what else the refusal speaks of. */
  readonly resourceIds: readonly string[];
  /** Which rule: the code of the refusal. */
  readonly code: string;
  /**
   * The caller was told that there is no such thing, and there is. Nothing that the caller can see may show that this
   * was recorded: what does not exist leaves no record.
   */
  readonly isHidden?: true;
  /** How many refusals like it were not recorded since the one before, because there were too many. */
  readonly leftOut?: number;
}

export const commandRefused = EventType.named('CommandRefused').as<CommandRefusedData>();

export const refusalEvents = EventTypes.of(commandRefused);
export type RefusalEvent = EventIn<typeof refusalEvents>;
