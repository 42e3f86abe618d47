import { givenFor } from '../../../test/support/given';
import type { ServiceTokenEvent, ServiceTokenIssuedData } from './events';
import { serviceTokens, type ServiceTokenCommand } from './service-token';

export const TOKEN = 'token-0123456789abcdef0';
export const NOW = new Date('2026-01-01T00:00:00.000Z');

const issueData = (overrides: Partial<ServiceTokenIssuedData>): ServiceTokenIssuedData => ({
  tokenId: TOKEN,
  account: '111122223333',
  subject: 'key.sealed',
  roles: ['member'],
  tokenHash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ...overrides,
});

export const issued = (overrides: Partial<ServiceTokenIssuedData> = {}): ServiceTokenEvent => ({
  type: 'ServiceTokenIssued',
  data: issueData(overrides),
});
export const revoked: ServiceTokenEvent = { type: 'ServiceTokenRevoked', data: { tokenId: TOKEN } };

export const issue = (overrides: Partial<ServiceTokenIssuedData> = {}): ServiceTokenCommand => ({
  type: 'IssueServiceToken',
  issue: issueData(overrides),
  at: NOW,
});
export const revoke: ServiceTokenCommand = { type: 'RevokeServiceToken', tokenId: TOKEN };

export const given = givenFor(serviceTokens.decider);
