import { DomainError } from '#event-sourcing';

export type AccessErrorCode = 'unknown-service-token' | 'expiry-in-the-past';

export class UnknownServiceToken extends DomainError<'unknown-service-token'> {
  readonly code = 'unknown-service-token';
  constructor(readonly tokenId: string) {
    super(`there is no service token ${tokenId}`);
  }
}

export class ExpiryInThePast extends DomainError<'expiry-in-the-past'> {
  readonly code = 'expiry-in-the-past';
  constructor() {
    super('a service token cannot expire before it is issued', '/expiresAt');
  }
}
