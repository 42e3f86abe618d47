/** Ids as EC2 has them: 17 hex digits, or the 8 of old ones; service tokens have the same. */
const ID = '(?:import-ami|[a-z]{1,10})-(?:[0-9a-f]{17}|[0-9a-f]{8})';
/** Organizations and their units, which come alone, in paths and in ARNs. */
const ORGANIZATION = '(?:o-[a-z0-9]{10,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})';
const RESOURCE = new RegExp(`^(?:${ID}|${ORGANIZATION}|\\d{12})$`);
const OF_ORGANIZATION = /^(?:ou-|arn:aws[a-z-]*:organizations:)/;
const ACCOUNT = /^\d{12}$/;
const AT_THE_END = new RegExp(`(?:^|-)(${ID})$`);
/** Streams that belong to an account are named after it: `imagename-111122223333-…`. */
const AFTER_THE_KIND = /^[a-z]+(?:-[a-z]+)*-(\d{12})(?:-|$)/;

/** What people write may look like an id and is none. */
const FREE_TEXT: ReadonlySet<string> = new Set(['tags', 'resourceTags', 'name', 'imageNames', 'description']);

export const accountOfStream = (stream: string): string | undefined => AFTER_THE_KIND.exec(stream)?.[1];

/** Only where no name that people chose can stand in its place. */
const REGION_IN_NAME =
  /^(?:imagename|retention|settings)-\d{12}-([a-z]{2}(?:-[a-z]+)+-\d)(?:-[0-9a-f]{32})?$/;
export const regionOfStream = (stream: string): string | undefined => REGION_IN_NAME.exec(stream)?.[1];

/** The resource that a stream is named after. */
export const resourceOfStream = (stream: string): string | undefined =>
  accountOfStream(stream) === undefined ? AT_THE_END.exec(stream)?.[1] : undefined;

/** Every resource and account that an event speaks of. */
export function resourcesOf(stream: string, data: object): readonly string[] {
  const subject = accountOfStream(stream) ?? resourceOfStream(stream);
  const named = [...(subject === undefined ? [] : [subject]), ...idsIn(data)];
  return [...new Set(named)].sort();
}

/** Without the accounts. */
export const thingsOf = (stream: string, data: object): readonly string[] =>
  resourcesOf(stream, data).filter((resource) => !ACCOUNT.test(resource));

function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return partsOf(value).filter((part) => RESOURCE.test(part));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (FREE_TEXT.has(key) ? [] : idsIn(member)));
}

const partsOf = (text: string): readonly string[] =>
  OF_ORGANIZATION.test(text) ? text.split(/[/:]/) : [text];

export interface Told {
  readonly account: string | null;
  readonly region: string | null;
}

/**
 * What an event says about a resource: whose it is and where. It says so at its top or, where the first append carries
 * a whole intent, one level below, in the object that names the resource. It is taken at its word about what its stream
 * is named after, and about what the account that its stream is named after is to own.
 */
export function toldOf(resource: string, stream: string, data: object): Told {
  const below = Object.entries(data).flatMap(([key, part]) => (FREE_TEXT.has(key) ? [] : [part as unknown]));
  const naming = [data, ...below].filter((part) => names(part, resource));
  const account = accountOfStream(stream);
  const about =
    resource === resourceOfStream(stream)
      ? naming
      : naming.filter((part) => account !== undefined && textIn(part, 'ownerId') === account);
  return {
    account: first(about, ['ownerId', 'account'], (text) => ACCOUNT.test(text)),
    region: first(about, ['region'], (text) => text.length > 0),
  };
}

const names = (part: unknown, resource: string): part is object =>
  typeof part === 'object' && part !== null && Object.values(part).includes(resource);

const textIn = (part: object, key: string): string | undefined => {
  const value = (part as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : undefined;
};

const first = (
  parts: readonly object[],
  keys: readonly string[],
  fits: (text: string) => boolean,
): string | null =>
  parts
    .flatMap((part) => keys.map((key) => textIn(part, key)))
    .find((text) => text !== undefined && fits(text)) ?? null;

/** `<key id>.<ciphertext>`, as PersonalDataSeal makes it. */
const SEALED = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[\w-]+$/;

/** An event's data without what nobody is shown: hashes of secrets, and what is sealed. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  const shown = Object.entries(value).filter(([key, member]) => !isSecret(key, member));
  return Object.fromEntries(
    shown.map(([key, member]) => [key, FREE_TEXT.has(key) ? member : withoutSecrets(member)]),
  );
}

const isSecret = (key: string, value: unknown): boolean =>
  /(?:Hash|[sS]ecret|[pP]assword)$/.test(key) || (typeof value === 'string' && SEALED.test(value));
