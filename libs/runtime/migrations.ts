import type { MigrationInterface } from 'typeorm';
import { accessMigrations } from '#access';
import { eventStoreMigrations } from '#event-store-postgres';
import { projectionMigrations } from '#projections';
import { viewMigrations } from '#views';

/** All tables that are not rebuilt from the log, in the order of the numbers in their names. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  ...eventStoreMigrations,
  ...accessMigrations,
  ...projectionMigrations,
  ...viewMigrations,
];
