import type { Configuration } from '#runtime';

/** Throws for a database that we do not run ourselves. */
export function refuseOwnDatabase({ databaseUrl }: Configuration): void {
  if (databaseUrl !== undefined)
    throw new Error(
      'DATABASE_URL is set, and this is about the embedded PostgreSQL: use pg_dump and pg_restore, as the README says',
    );
}
