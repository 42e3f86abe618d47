import {
  eventStoreDbUrl,
  networks,
  origins,
  postgresUrl,
  signatures,
  trustedUrl,
} from './configuration-values';

/** One key of the configuration. `parse` throws an Error whose message continues the sentence "<VARIABLE> …". */
export interface ConfigurationKey<T> {
  readonly variable: string;
  readonly means: string;
  readonly fallback: T;
  readonly parse: (text: string) => T;
}

const key = <T>(
  variable: string,
  fallback: T,
  parse: (text: string) => T,
  means: string,
): ConfigurationKey<T> => ({
  variable,
  means,
  fallback,
  parse,
});

const text = (value: string): string => value;

const wholeNumber =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new Error(`must be a whole number from ${least} to ${most}`);
  };

const oneOf =
  <const T extends string>(...choices: readonly T[]) =>
  (value: string): T => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw new Error(`must be one of ${choices.join(', ')}`);
    return choice;
  };

const matching =
  (pattern: RegExp, what: string) =>
  (value: string): string => {
    if (pattern.test(value)) return value;
    throw new Error(`must be ${what}`);
  };

const regions = (value: string): readonly string[] => {
  const names = value.split(',').map((name) => name.trim());
  if (names.every((name) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(name))) return names;
  throw new Error('must be a comma-separated list of regions such as us-east-1');
};

/** Every key there is; the README lists the same, and a test compares the two. */
export const keys = {
  host: key('HOST', '127.0.0.1', text, 'Address to listen on.'),
  port: key('PORT', 3000, wholeNumber(0, 65_535), 'Port to listen on; 0 takes a free one.'),
  metricsPort: key<number | undefined>(
    'METRICS_PORT',
    undefined,
    wholeNumber(0, 65_535),
    'Port that shows metrics to other machines too. PORT shows them to this machine only.',
  ),
  databaseUrl: key<string | undefined>(
    'DATABASE_URL',
    undefined,
    postgresUrl,
    'PostgreSQL to use. `npm start` brings its own when this is not set.',
  ),
  databaseConnections: key(
    'DATABASE_CONNECTIONS',
    10,
    wholeNumber(2, 500),
    'Connections for queries, per process.',
  ),
  eventStore: key<'postgres' | 'eventstoredb'>(
    'EVENT_STORE',
    'postgres',
    oneOf('postgres', 'eventstoredb'),
    'Where events are kept: `postgres`, beside the views, or `eventstoredb`.',
  ),
  eventStoreDbUrl: key<string | undefined>(
    'EVENTSTOREDB_URL',
    undefined,
    eventStoreDbUrl,
    'EventStoreDB to use, where events are kept there: its connection string.',
  ),
  dataDirectory: key('LEDGER_DATA_DIR', './.data', text, 'Folder of the embedded PostgreSQL.'),
  adminToken: key<string | undefined>(
    'LEDGER_ADMIN_TOKEN',
    undefined,
    matching(/^[\x21-\x7e]{16,512}$/, '16 to 512 printable characters without spaces'),
    'The administrator’s token. When it is not set, the first start makes one and prints it once.',
  ),
  adminAccount: key(
    'LEDGER_ADMIN_ACCOUNT',
    '000000000000',
    matching(/^\d{12}$/, 'an account id of 12 digits'),
    'The account of the administrator’s token.',
  ),
  jwtIssuer: key<string | undefined>(
    'JWT_ISSUER',
    undefined,
    text,
    'Who issues JSON Web Tokens, as their `iss` has it. None are read when this is not set.',
  ),
  jwtAudience: key<string | undefined>(
    'JWT_AUDIENCE',
    undefined,
    text,
    'What their `aud` must name: this service.',
  ),
  jwtJwksUrl: key<string | undefined>(
    'JWT_JWKS_URL',
    undefined,
    trustedUrl,
    'Where the issuer shows the public keys that it signs with: https, or http on this machine.',
  ),
  jwtAlgorithms: key<readonly string[]>(
    'JWT_ALGORITHMS',
    ['RS256', 'PS256', 'ES256', 'EdDSA'],
    signatures,
    'Signatures that are believed; `none` and HS… never are.',
  ),
  jwtAccountClaim: key(
    'JWT_ACCOUNT_CLAIM',
    'account',
    text,
    'Claim with the account: one text of 12 digits. A claim may be a path: `a.b` is `b` inside of `a`.',
  ),
  jwtRolesClaim: key(
    'JWT_ROLES_CLAIM',
    'roles',
    text,
    'Claim with the roles: a list, or a text with spaces between. Roles that are not known are ignored.',
  ),
  jwtSubjectClaim: key('JWT_SUBJECT_CLAIM', 'sub', text, 'Claim with the name of who calls.'),
  jwtClockTolerance: key(
    'JWT_CLOCK_TOLERANCE_S',
    5,
    wholeNumber(0, 300),
    'How far the clock of the issuer may be off, in seconds.',
  ),
  jwtKeysRefresh: key(
    'JWT_KEYS_REFRESH_S',
    300,
    wholeNumber(1, 86_400),
    'The public keys are read again when they are this old, in seconds.',
  ),
  jwtKeysPause: key(
    'JWT_KEYS_PAUSE_S',
    10,
    wholeNumber(1, 3_600),
    'They are read again for a key that is not known, or after a failure, at most this often, in seconds.',
  ),
  jwtKeysKept: key(
    'JWT_KEYS_KEPT_S',
    3_600,
    wholeNumber(1, 604_800),
    'How old they may get while they cannot be read; then their tokens are answered 503. In seconds.',
  ),
  corsOrigins: key<readonly string[] | undefined>(
    'CORS_ORIGINS',
    undefined,
    origins,
    'Origins of pages that browsers may let call this service. None when this is not set.',
  ),
  trustedProxies: key<readonly string[] | undefined>(
    'TRUSTED_PROXIES',
    undefined,
    networks,
    'Addresses and networks of proxies whose `X-Forwarded-For` says who calls. None when this is not set.',
  ),
  rateLimit: key(
    'LEDGER_RATE_LIMIT',
    1_000,
    wholeNumber(1, 1_000_000),
    'Requests that one caller may send in a second, per process.',
  ),
  regions: key<readonly string[]>(
    'LEDGER_REGIONS',
    ['us-east-1'],
    regions,
    'Regions that resources may live in; the first is used when a request names none.',
  ),
  readWait: key(
    'LEDGER_READ_WAIT_MS',
    5_000,
    wholeNumber(0, 60_000),
    'How long a read may wait for its view to reach the position asked for, in milliseconds.',
  ),
  bodyLimit: key(
    'LEDGER_BODY_LIMIT',
    1_048_576,
    wholeNumber(1_024, 16_777_216),
    'Largest request body, in bytes.',
  ),
  drain: key(
    'LEDGER_DRAIN_MS',
    10_000,
    wholeNumber(0, 600_000),
    'How long a stop waits for requests in flight, in milliseconds.',
  ),
  linger: key(
    'LEDGER_LINGER_MS',
    1_000,
    wholeNumber(0, 600_000),
    'How long a stop lets idle connections send one more request, which is told to be the last, in milliseconds.',
  ),
  logLevel: key(
    'LOG_LEVEL',
    'info' as const,
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'Least level that is logged.',
  ),
} as const;

type Keys = typeof keys;

export type Configuration = {
  readonly [Name in keyof Keys]: Keys[Name] extends ConfigurationKey<infer T> ? T : never;
};
