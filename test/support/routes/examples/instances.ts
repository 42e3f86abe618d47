import type { Fixture } from '../fixture';
import type { RouteExamples } from '../route-example';

const instance = ({ instanceId }: Fixture) => ({ params: { instanceId } });

export const instanceExamples: RouteExamples = {
  'GET /v1/drift': ({ family }) => ({ query: `owner=self&family=${family}&channel=prod` }),
  'POST /v1/instances': ({ imageId }) => ({
    body: {
      imageId,
      instanceType: 'm7g.large',
      blockDeviceMappings: [{ deviceName: '/dev/sdb', ebs: { volumeSize: 200, volumeType: 'gp3' } }],
      tags: { Name: 'web' },
    },
  }),
  'GET /v1/instances': () => ({ query: 'state=running' }),
  'GET /v1/instances/:instanceId': instance,
  'GET /v1/instances/:instanceId/history': instance,
  'POST /v1/instances/:instanceId/actions': (fixture) => ({
    ...instance(fixture),
    body: { action: 'stop', reason: 'overnight' },
  }),
  'POST /v1/instances/:instanceId/root-volume-replacements': (fixture) => ({
    ...instance(fixture),
    body: { imageId: fixture.imageId, deleteReplacedRootVolume: true },
    excludes: { snapshotId: ['imageId'] },
  }),
  'GET /v1/instances/:instanceId/root-volume-replacements': instance,
  'PUT /v1/instances/:instanceId/tags': (fixture) => ({ ...instance(fixture), body: { team: 'web' } }),
};
