import type { Category, Decider } from '#event-sourcing';
import { ExpiryInThePast, UnknownServiceToken } from './errors';
import { serviceTokenEvents, type ServiceTokenEvent, type ServiceTokenIssuedData } from './events';

// Stream

const stream = (tokenId: string): string => `service-token-${tokenId}`;

// State

export type ServiceTokenState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'issued'; readonly issuedAt: Date; readonly issued: ServiceTokenIssuedData }
  | {
      readonly kind: 'revoked';
      readonly issuedAt: Date;
      readonly issued: ServiceTokenIssuedData;
      readonly revokedAt: Date;
    };

const evolve = (state: ServiceTokenState, event: ServiceTokenEvent, recordedAt: Date): ServiceTokenState => {
  switch (event.type) {
    case 'ServiceTokenIssued':
      return { kind: 'issued', issuedAt: recordedAt, issued: event.data };
    case 'ServiceTokenRevoked':
      return state.kind === 'unknown' ? state : { ...state, kind: 'revoked', revokedAt: recordedAt };
  }
};

// Decide

export type ServiceTokenCommand =
  | { readonly type: 'IssueServiceToken'; readonly issue: ServiceTokenIssuedData; readonly at: Date }
  | { readonly type: 'RevokeServiceToken'; readonly tokenId: string };

const decide = (command: ServiceTokenCommand, state: ServiceTokenState): readonly ServiceTokenEvent[] => {
  switch (command.type) {
    case 'IssueServiceToken':
      return state.kind === 'unknown' ? issue(command.issue, command.at) : [];
    case 'RevokeServiceToken':
      return revoke(command.tokenId, state);
  }
};

const issue = (data: ServiceTokenIssuedData, at: Date): readonly ServiceTokenEvent[] => {
  if (data.expiresAt !== undefined && new Date(data.expiresAt) <= at) throw new ExpiryInThePast();
  return [{ type: 'ServiceTokenIssued', data }];
};

const revoke = (tokenId: string, state: ServiceTokenState): readonly ServiceTokenEvent[] => {
  if (state.kind === 'unknown') throw new UnknownServiceToken(tokenId);
  return state.kind === 'revoked' ? [] : [{ type: 'ServiceTokenRevoked', data: { tokenId } }];
};

const decider: Decider<ServiceTokenState, ServiceTokenCommand, ServiceTokenEvent> = {
  initial: { kind: 'unknown' },
  decide,
  evolve,
};

/** A bearer token for a machine: issued and revoked by administrators, both on record. */
export const serviceTokens: Category<string, ServiceTokenState, ServiceTokenCommand, ServiceTokenEvent> = {
  stream,
  events: serviceTokenEvents,
  decider,
};
