import { CreatePersonalKeys1764000200000 } from './personal-keys/migration';
import { refusalEvents } from './refusals/events';
import { serviceTokenEvents } from './service-token/events';

export * from './refusals/events';
export * from './refusals/refusal-budget';
export * from './refusals/refusals';
export * from './roles';
export * from './service-token/errors';
export * from './service-token/events';
export * from './service-token/secret';
export * from './service-token/service-token';
export { PostgresPersonalKeys } from './personal-keys/postgres-personal-keys';

export const accessEvents = serviceTokenEvents.and(refusalEvents);
export const accessMigrations = [CreatePersonalKeys1764000200000];
