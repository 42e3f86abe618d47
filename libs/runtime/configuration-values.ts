import { isIP } from 'node:net';

export const postgresUrl = (value: string): string => {
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return value;
  throw new Error('must be a PostgreSQL connection string: postgres://user:password@host:5432/database');
};

/** Its client takes no notice of options that it does not know, so that a slip would only show much later. */
const EVENT_STORE_DB_OPTIONS = [
  ...['tls', 'tlsverifycert', 'tlscafile', 'usercertfile', 'userkeyfile'],
  ...['nodepreference', 'maxdiscoverattempts', 'discoveryinterval', 'gossiptimeout', 'defaultdeadline'],
  ...['keepaliveinterval', 'keepalivetimeout', 'connectionname', 'throwonappendfailure'],
];

const EVENT_STORE_DB =
  /^esdb(?:\+discover)?:\/\/(?<user>[^:@/?#,\s]+:[^:@/?#,\s]+@)?[\w.-]+(?::\d{1,5})?(?:,[\w.-]+(?::\d{1,5})?)*\/?(?<options>\?.*)?$/;

export const eventStoreDbUrl = (value: string): string => {
  const parts = EVENT_STORE_DB.exec(value);
  if (parts === null)
    throw new Error(
      'must be a connection string of EventStoreDB: esdb://user:password@host:2113,host:2113?tls=true',
    );
  const { user, options } = parts.groups ?? {};
  const pairs = [...new URLSearchParams(options)];
  for (const [name] of pairs)
    if (!EVENT_STORE_DB_OPTIONS.includes(name.replaceAll(/[-_]/g, '').toLowerCase()))
      throw new Error(`has an option that there is not: ${name}`);
  const isPlain = pairs.some(([name, set]) => name.toLowerCase() === 'tls' && set.toLowerCase() === 'false');
  if (isPlain && user !== undefined)
    throw new Error('names a user, who is not told to the server without TLS: leave out one or the other');
  return value;
};

/** Where a public key may come from: nobody on the way may exchange it. */
export const trustedUrl = (value: string): string => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && isTrusted(url) && url.username + url.password === '') return value;
  throw new Error('must be an https URL without a user or password; http is for this machine alone');
};

const THIS_MACHINE = ['127.0.0.1', '[::1]', 'localhost'];

const isTrusted = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && THIS_MACHINE.includes(hostname));

export const origins = (value: string): readonly string[] => {
  const names = value.split(',').map((name) => name.trim());
  if (names.every((name) => URL.canParse(name) && /^https?:/.test(name) && new URL(name).origin === name))
    return names;
  throw new Error('must be a comma-separated list of origins such as https://portal.example.com');
};

/** None that holds everybody: whoever called could say to be somebody else. */
export const networks = (value: string): readonly string[] => {
  const names = value.split(',').map((name) => name.trim());
  if (names.every(isNetwork)) return names;
  throw new Error('must be a comma-separated list of addresses and networks such as 10.0.0.0/8');
};

const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

function isNetwork(name: string): boolean {
  const [address = '', length, ...more] = name.split('/');
  const most = BITS[isIP(address)];
  if (most === undefined || more.length > 0) return false;
  return length === undefined || (/^[1-9]\d{0,2}$/.test(length) && Number(length) <= most);
}

/** Those where who checks a token cannot make one. */
const SIGNATURES = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA'],
];

export const signatures = (value: string): readonly string[] => {
  const names = value.split(',').map((name) => name.trim());
  if (names.every((name) => SIGNATURES.includes(name))) return names;
  throw new Error(`must be a comma-separated list of some of ${SIGNATURES.join(', ')}`);
};
