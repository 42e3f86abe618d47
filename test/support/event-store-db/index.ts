export type { StubMode } from './stub-call';
export type { StubFaults } from './stub-faults';
export { StubServer, type StubOptions } from './stub-server';
