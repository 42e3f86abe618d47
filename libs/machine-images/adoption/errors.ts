import { DomainError } from '#event-sourcing';

/** What was seen is older than what is on record: it says nothing about now. */
export class ObservedTooEarly extends DomainError<'observed-too-early'> {
  readonly code = 'observed-too-early';
  constructor(
    readonly resourceId: string,
    observedAt: Date,
    changedAt: Date,
  ) {
    super(
      `${resourceId} was observed at ${observedAt.toISOString()} and has changed since, at ${changedAt.toISOString()}`,
    );
  }
}

/** The ledger has no words for it: what it has on record stays. */
export class StateIsNotKept extends DomainError<'state-not-kept'> {
  readonly code = 'state-not-kept';
  constructor(
    readonly resourceId: string,
    state: string,
  ) {
    super(`${resourceId} was observed as ${state}, which the ledger does not follow`);
  }
}

/** What never changes of a resource was seen to be otherwise: one of the two is about another resource. */
export class ObservedOtherwise extends DomainError<'observed-otherwise'> {
  readonly code = 'observed-otherwise';
  constructor(
    readonly resourceId: string,
    field: string,
    recorded: string,
    observed: string,
  ) {
    super(`the ${field} of ${resourceId} is ${recorded} on record, and was observed as ${observed}`);
  }
}

/** A volume and an instance were seen to say different things of each other: both are on record as they were seen. */
export class AttachmentDisagrees extends DomainError<'attachment-disagrees'> {
  readonly code = 'attachment-disagrees';
  constructor(
    readonly volumeId: string,
    readonly instanceId: string,
    device: string,
    otherwise: string,
  ) {
    super(`${volumeId} was observed at ${instanceId} as ${device}; ${otherwise}`);
  }
}
