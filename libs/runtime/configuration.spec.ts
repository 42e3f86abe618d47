import { InvalidConfiguration, readConfiguration } from './configuration';

const ISSUER = {
  JWT_ISSUER: 'https://id.example.com',
  JWT_AUDIENCE: 'image-ledger',
  JWT_JWKS_URL: 'https://id.example.com/keys',
};

/** What is said to be wrong with an environment. */
function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfiguration(environment);
    return [];
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.problems;
    throw error;
  }
}

describe('The configuration of tokens', () => {
  it('reads none where no issuer is named', () => {
    expect(readConfiguration({})).toMatchObject({
      jwtIssuer: undefined,
      jwtJwksUrl: undefined,
      corsOrigins: undefined,
      rateLimit: 1_000,
    });
  });

  it('names an issuer, an audience and where the keys are', () => {
    expect(readConfiguration({ ...ISSUER, JWT_ALGORITHMS: 'ES256, RS256' })).toMatchObject({
      jwtIssuer: 'https://id.example.com',
      jwtAudience: 'image-ledger',
      jwtJwksUrl: 'https://id.example.com/keys',
      jwtAlgorithms: ['ES256', 'RS256'],
    });
  });

  it.each(['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URL'] as const)('is not whole without %s', (missing) => {
    expect(problemsOf({ ...ISSUER, [missing]: '' })).toEqual([
      'JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS_URL have to be set together',
    ]);
  });

  it.each(['none', 'HS256', 'RS256,HS512', 'RS256,none', 'rs256', ''.padEnd(3, ',')])(
    'believes no signature that anybody can make: %s',
    (algorithms) => {
      expect(problemsOf({ ...ISSUER, JWT_ALGORITHMS: algorithms })).toEqual([
        expect.stringMatching(/^JWT_ALGORITHMS must be a comma-separated list of some of RS256, /),
      ]);
    },
  );

  it.each([
    'http://id.example.com/keys',
    'http://127.0.0.1.example.com/keys',
    'http://localhost@id.example.com/keys',
    'https://user:very-secret@id.example.com/keys',
    'https://:very-secret@id.example.com/keys',
    'file:///etc/keys',
    'keys',
  ])('takes keys only from where nobody can exchange them: not from %s', (url) => {
    const problems = problemsOf({ ...ISSUER, JWT_JWKS_URL: url });
    expect(problems).toEqual([expect.stringMatching(/^JWT_JWKS_URL must be an https URL/)]);
    expect(problems.join()).not.toContain('very-secret');
  });

  it.each(['http://127.0.0.1:8080/keys', 'http://[::1]/keys', 'http://localhost/keys'])(
    'takes them from this machine: %s',
    (url) => {
      expect(problemsOf({ ...ISSUER, JWT_JWKS_URL: url })).toEqual([]);
    },
  );

  it('keeps keys for at least as long as they are new', () => {
    expect(problemsOf({ ...ISSUER, JWT_KEYS_REFRESH_S: '300', JWT_KEYS_KEPT_S: '299' })).toEqual([
      'JWT_KEYS_KEPT_S must not be less than JWT_KEYS_REFRESH_S',
    ]);
    expect(problemsOf({ ...ISSUER, JWT_KEYS_REFRESH_S: '300', JWT_KEYS_KEPT_S: '300' })).toEqual([]);
  });
});

describe('The configuration of proxies that are believed', () => {
  it('is a list of addresses and networks', () => {
    expect(readConfiguration({ TRUSTED_PROXIES: '10.1.0.0/16, 192.0.2.7,::1, fd00::/8' })).toMatchObject({
      trustedProxies: ['10.1.0.0/16', '192.0.2.7', '::1', 'fd00::/8'],
    });
    expect(readConfiguration({}).trustedProxies).toBeUndefined();
  });

  it.each([
    '*',
    'true',
    '1',
    'proxy.example',
    '10.1.0.0/33',
    'fd00::/129',
    '10.1.0.0/',
    '10.1.0.0/0',
    '::/0',
    ',',
  ])('is nothing else, nor everybody: %s', (value) => {
    expect(problemsOf({ TRUSTED_PROXIES: value })).toEqual([
      'TRUSTED_PROXIES must be a comma-separated list of addresses and networks such as 10.0.0.0/8',
    ]);
  });
});

describe('The configuration of pages that may call', () => {
  it('is a list of origins', () => {
    expect(
      readConfiguration({ CORS_ORIGINS: 'https://a.example, http://localhost:5173' }).corsOrigins,
    ).toEqual(['https://a.example', 'http://localhost:5173']);
  });

  it.each([
    '*',
    'null',
    'a.example',
    'https://a.example/',
    'https://a.example,*',
    'https://a.example/x',
    'file://',
  ])('is nothing else: %s', (value) => {
    expect(problemsOf({ CORS_ORIGINS: value })).toEqual([
      'CORS_ORIGINS must be a comma-separated list of origins such as https://portal.example.com',
    ]);
  });
});
