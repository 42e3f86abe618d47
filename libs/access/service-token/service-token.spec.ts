import fc from 'fast-check';
import { deciderLaws } from '../../../test/support/decider-laws';
import { recordedAtOf } from '../../../test/support/given';
import { ExpiryInThePast, UnknownServiceToken } from './errors';
import { serviceTokens } from './service-token';
import { given, issue, issued, revoke, revoked, TOKEN } from './service-token.testing';

describe('Issuing a service token', () => {
  it('records everything but the token itself', () => {
    given().when(issue()).thenRecords(issued());
  });

  it('is on record from the moment when the store took it', () => {
    expect(given(issued()).state).toEqual({
      kind: 'issued',
      issuedAt: recordedAtOf(0),
      issued: issued().data,
    });
  });

  it.each([
    ['was issued', [issued()]],
    ['was revoked', [issued(), revoked]],
  ])('does nothing when it %s', (_, history) => {
    given(...history)
      .when(issue({ tokenHash: 'another' }))
      .thenNothingHappens();
  });

  it('takes an expiry that is still to come', () => {
    const later = { expiresAt: '2026-01-01T00:00:00.001Z' };
    given().when(issue(later)).thenRecords(issued(later));
  });

  it.each(['2026-01-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z'])('refuses one at %s', (expiresAt) => {
    given().when(issue({ expiresAt })).thenRefuses(ExpiryInThePast, '/expiresAt');
  });
});

describe('Revoking a service token', () => {
  it('ends it, and keeps what was issued', () => {
    given(issued()).when(revoke).thenRecords(revoked);
    expect(given(issued(), revoked).state).toEqual({
      kind: 'revoked',
      issuedAt: recordedAtOf(0),
      issued: issued().data,
      revokedAt: recordedAtOf(1),
    });
  });

  it('does nothing when it was revoked', () => {
    given(issued(), revoked).when(revoke).thenNothingHappens();
  });

  it('is refused for a token that was never issued', () => {
    given().when(revoke).thenRefuses(UnknownServiceToken);
    given(revoked).when(revoke).thenRefuses(UnknownServiceToken);
  });
});

describe('The refusals', () => {
  it('have codes and words', () => {
    expect(new UnknownServiceToken(TOKEN)).toMatchObject({
      code: 'unknown-service-token',
      tokenId: TOKEN,
      message: `there is no service token ${TOKEN}`,
    });
    expect(new ExpiryInThePast()).toMatchObject({
      code: 'expiry-in-the-past',
      message: 'a service token cannot expire before it is issued',
    });
  });
});

describe('The stream of a service token', () => {
  it('is named after it', () => {
    expect(serviceTokens.stream(TOKEN)).toBe('service-token-token-0123456789abcdef0');
  });
});

const expiry = fc.constantFrom(
  {},
  { expiresAt: '2027-01-01T00:00:00Z' },
  { expiresAt: '2020-01-01T00:00:00Z' },
);
deciderLaws('A service token', {
  category: serviceTokens,
  commands: fc.oneof(expiry.map(issue), fc.constant(revoke)),
  events: fc.oneof(expiry.map(issued), fc.constant(revoked)),
});
