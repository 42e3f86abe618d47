import { DomainError } from '#event-sourcing';

/** An account is in one organization at most, as in AWS: it leaves one before it joins another. */
export class AccountIsInAnotherOrganization extends DomainError<'account-in-another-organization'> {
  readonly code = 'account-in-another-organization';
  constructor(
    readonly account: string,
    readonly organizationId: string,
  ) {
    super(`account ${account} is in the organization ${organizationId}`, '/account');
  }
}
