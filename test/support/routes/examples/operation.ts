import type { RouteExamples } from '../route-example';

/** What a process shows of itself, to everybody. */
export const operationExamples: RouteExamples = {
  'GET /health/live': () => ({}),
  'GET /health/ready': () => ({}),
  'GET /metrics': () => ({}),
};
