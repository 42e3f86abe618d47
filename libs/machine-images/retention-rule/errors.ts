import { DomainError } from '#event-sourcing';

/** Recycle Bin: ResourceNotFoundException. */
export class UnknownRetentionRule extends DomainError<'unknown-retention-rule'> {
  readonly code = 'unknown-retention-rule';
  constructor(readonly ruleId: string) {
    super(`The retention rule '${ruleId}' does not exist`);
  }
}

/** Recycle Bin: ServiceQuotaExceededException. */
export class TooManyRetentionRules extends DomainError<'too-many-retention-rules'> {
  readonly code = 'too-many-retention-rules';
  constructor(readonly limit: number) {
    super(`an account has at most ${limit} retention rules in a region`);
  }
}
