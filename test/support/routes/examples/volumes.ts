import type { Fixture } from '../fixture';
import type { RouteExamples } from '../route-example';

const volume = ({ volumeId }: Fixture) => ({ params: { volumeId } });

export const volumeExamples: RouteExamples = {
  'POST /v1/volumes': ({ snapshotId }) => ({
    body: { zone: 'us-east-1a', size: 100, volumeType: 'gp3', iops: 4_000, throughput: 250, snapshotId },
    mayBeAbsent: { snapshotId: 'a snapshot of before the ledger is not on record' },
  }),
  'GET /v1/volumes': () => ({ query: 'state=available' }),
  'GET /v1/volumes/:volumeId': volume,
  'DELETE /v1/volumes/:volumeId': volume,
  'GET /v1/volumes/:volumeId/history': volume,
  'PUT /v1/volumes/:volumeId/tags': (fixture) => ({ ...volume(fixture), body: { team: 'web' } }),
  'POST /v1/volumes/:volumeId/attachments': (fixture) => ({
    ...volume(fixture),
    body: { instanceId: fixture.instanceId, device: '/dev/sdf' },
  }),
  'DELETE /v1/volumes/:volumeId/attachments/:instanceId': ({ attachedVolumeId, instanceId }) => ({
    params: { volumeId: attachedVolumeId, instanceId },
    mayBeAbsent: { instanceId: 'the volume is not attached to it, as wished' },
  }),
};
