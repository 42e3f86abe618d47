/** The event store of this process, to be injected: `EventStore` is an interface and has no class. */
export const EVENT_STORE = Symbol('EventStore');

/** pino, to be injected. */
export const LOGGER = Symbol('Logger');

/** Where snapshots, volumes and instances really are, to be injected: `ComputeProvider` is an interface. */
export const COMPUTE_PROVIDER = Symbol('ComputeProvider');
