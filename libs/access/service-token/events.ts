import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { Role } from '../roles';

export interface ServiceTokenIssuedData {
  readonly tokenId: string;
  readonly account: string;
  /** Who will use it, sealed: it may name a person. */
  readonly subject: string;
  readonly roles: readonly Role[];
  /** SHA-256 of the token, which itself is random, is shown once, and is kept nowhere. */
  readonly tokenHash: string;
  /** RFC 3339; never, when absent. */
  readonly expiresAt?: string;
}

export const serviceTokenIssued = EventType.named('ServiceTokenIssued').as<ServiceTokenIssuedData>();
export const serviceTokenRevoked = EventType.named('ServiceTokenRevoked').as<{ readonly tokenId: string }>();

export const serviceTokenEvents = EventTypes.of(serviceTokenIssued, serviceTokenRevoked);
export type ServiceTokenEvent = EventIn<typeof serviceTokenEvents>;
