export * from './simulated-compute-provider';
