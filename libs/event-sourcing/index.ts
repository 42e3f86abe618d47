export * from './event-store';
export * from './event-store-errors';
