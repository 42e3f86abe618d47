export * from './configuration';
export * from './configuration-keys';
export * from './database';
export * from './logging';
export * from './metrics';
export * from './settings';
