import type { EndpointDeclaration } from '../../../apps/api/http/endpoint';
import { requestOf, type Attempt } from './attempts';
import type { Answered, RouteExample } from './route-example';

const STATUS: Readonly<Record<Answered, number>> = {
  hidden: 404,
  'not-found': 404,
  'not-the-owner': 403,
  allowed: 200,
};

/** What an account that may not is told, and what of that is on record. */
export interface Turned {
  readonly attempts: readonly Attempt[];
  readonly onRecord: readonly Answered[];
}

/** The wish as it is, under a condition that does not hold, and as a dry run, which is no attempt at anything. */
export function turnedAway(endpoint: EndpointDeclaration, example: RouteExample, answered: Answered): Turned {
  if (answered === 'allowed') return { attempts: [], onRecord: [] };
  const attempt = (what: string, changes: Parameters<typeof requestOf>[2]): Attempt => ({
    what: `another account ${what}`,
    request: requestOf(endpoint, example, changes),
    statuses: [STATUS[answered]],
  });
  const { writes = false, status = 200 } = endpoint;
  const real = [
    attempt('asks', {}),
    ...(writes && status === 200
      ? [attempt('asks at a revision', { headers: { 'if-match': '"999999"' } })]
      : []),
  ];
  return {
    attempts: [...(writes ? [attempt('would ask', { query: 'dryRun=true' })] : []), ...real],
    onRecord: answered === 'not-found' ? [] : real.map(() => answered),
  };
}

/** Of somebody who does not own what the path names, and of somebody who may launch the image besides. */
export function answeredTo({ params }: EndpointDeclaration, example: RouteExample) {
  const { stranger = params === undefined ? 'allowed' : 'hidden', guest = stranger } = example;
  return { stranger, guest };
}
