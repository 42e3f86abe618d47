import type { Fixture } from '../fixture';
import type { RouteExamples } from '../route-example';

const snapshot = ({ snapshotId }: Fixture) => ({ params: { snapshotId } });

export const snapshotExamples: RouteExamples = {
  'POST /v1/snapshots': ({ volumeId }) => ({ body: { volumeId, tags: { team: 'web' } } }),
  'GET /v1/snapshots': () => ({ query: 'state=completed' }),
  'GET /v1/snapshots/:snapshotId': snapshot,
  'DELETE /v1/snapshots/:snapshotId': snapshot,
  'GET /v1/snapshots/:snapshotId/history': snapshot,
  'PUT /v1/snapshots/:snapshotId/tags': (fixture) => ({ ...snapshot(fixture), body: { team: 'web' } }),
};
