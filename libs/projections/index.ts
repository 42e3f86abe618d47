import { CreateViewPositions1764000300000 } from './migration';

export * from './apply-events';
export * from './as-of';
export * from './compare';
export { DueTimeRow } from './due-times/due-time.row';
export * from './due-times/due-times-runner';
export * from './due-times/due-times.projector';
export * from './positions';
export * from './process-manager-runner';
export * from './projector';
export * from './projector-runner';
export * from './reader-positions';
export * from './reader-status';
export * from './rebuild';
export * from './view-positions';
export { setUpView } from './view-tables';

export const projectionMigrations = [CreateViewPositions1764000300000];
