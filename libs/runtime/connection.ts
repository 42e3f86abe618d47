import type { ClientConfig } from 'pg';
import { InvalidConfiguration } from './configuration';
import type { Configuration } from './configuration-keys';

/** Throws InvalidConfiguration: only `npm start` brings a database of its own. */
export function databaseOf({ databaseUrl }: Configuration): ClientConfig {
  if (databaseUrl === undefined) throw new InvalidConfiguration(['DATABASE_URL has to be set']);
  return { connectionString: databaseUrl };
}
