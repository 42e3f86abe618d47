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
