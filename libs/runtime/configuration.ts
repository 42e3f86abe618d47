import { keys, type Configuration } from './configuration-keys';

/** What is wrong with the environment, one sentence per key, without the values: one of them may be a secret. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Reads every key of the table. Throws InvalidConfiguration naming all that is wrong at once. */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const problems: string[] = [];
  const values = Object.entries(keys).map(([name, key]) => {
    const text = environment[key.variable]?.trim();
    try {
      return [name, text === undefined || text === '' ? key.fallback : key.parse(text)];
    } catch (error) {
      problems.push(`${key.variable} ${error instanceof Error ? error.message : String(error)}`);
      return [name, undefined];
    }
  });
  const configuration = Object.fromEntries(values) as Configuration;
  if (problems.length === 0) problems.push(...contradictionsIn(configuration));
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  return configuration;
}

/** What no key can see by itself. */
function contradictionsIn({
  eventStore,
  eventStoreDbUrl,
  jwtIssuer,
  jwtAudience,
  jwtJwksUrl,
  jwtKeysRefresh,
  jwtKeysKept,
}: Configuration): readonly string[] {
  const together = [jwtIssuer, jwtAudience, jwtJwksUrl];
  const isHalf = together.includes(undefined) && together.some((value) => value !== undefined);
  return [
    ...(eventStore === 'eventstoredb' && eventStoreDbUrl === undefined
      ? ['EVENTSTOREDB_URL has to be set where EVENT_STORE is eventstoredb']
      : []),
    ...(isHalf ? ['JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS_URL have to be set together'] : []),
    ...(jwtKeysKept < jwtKeysRefresh ? ['JWT_KEYS_KEPT_S must not be less than JWT_KEYS_REFRESH_S'] : []),
  ];
}
