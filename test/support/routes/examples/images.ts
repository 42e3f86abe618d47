import { FRIEND, registration } from '../../service';
import type { Fixture } from '../fixture';
import type { RouteExamples } from '../route-example';

const image = ({ imageId }: Fixture) => ({ params: { imageId } });
const ofOwner = (fixture: Fixture) => ({ ...image(fixture), guest: 'not-the-owner' }) as const;
const ofWhoMayLaunch = (fixture: Fixture) => ({ ...image(fixture), guest: 'allowed' }) as const;

export const imageExamples: RouteExamples = {
  'POST /v1/images': () => ({
    body: registration({ description: 'what it is for', tags: { team: 'web' }, reason: 'a new release' }),
  }),
  'GET /v1/images': () => ({ query: 'owner=self&state=available' }),
  'GET /v1/images/:imageId': ofWhoMayLaunch,
  'PATCH /v1/images/:imageId': (fixture) => ({ ...ofOwner(fixture), body: { description: 'better words' } }),
  'PUT /v1/images/:imageId/tags': (fixture) => ({ ...ofOwner(fixture), body: { team: 'web' } }),
  'GET /v1/images/:imageId/history': ofOwner,
  'GET /v1/images/:imageId/diff': (fixture) => ({
    ...ofOwner(fixture),
    query: `from=${new Date().toISOString()}`,
  }),
  'POST /v1/images/:imageId/deregistration': (fixture) => ({
    ...ofOwner(fixture),
    body: { reason: 'no longer needed' },
  }),
  'POST /v1/images/:imageId/restoration': ({ binnedImageId }) => ({
    params: { imageId: binnedImageId },
    body: { reason: 'second thoughts' },
  }),
  'GET /v1/images/:imageId/lineage': (fixture) => ({ ...ofOwner(fixture), query: 'direction=descendants' }),
  'POST /v1/images/:imageId/rollbacks': (fixture) => ({
    ...ofOwner(fixture),
    body: { asOf: new Date().toISOString(), include: ['tags', 'launchPermissions'], reason: 'a slip' },
  }),
  'POST /v1/images/:imageId/deprecation': (fixture) => ({
    ...ofOwner(fixture),
    body: {
      deprecateAt: new Date(Date.now() + 86_400_000).toISOString(),
      replacement: fixture.binnedImageId,
    },
  }),
  'DELETE /v1/images/:imageId/deprecation': ofOwner,
  'GET /v1/images/:imageId/instances': ofWhoMayLaunch,
  'GET /v1/images/:imageId/launch-permissions': ofOwner,
  'POST /v1/images/:imageId/launch-permissions': (fixture) => ({
    ...ofOwner(fixture),
    body: {
      add: [{ userId: FRIEND, expiresAt: '2040-01-01T00:00:00Z', requiresAcceptance: true }],
      remove: [{ group: 'all' }],
    },
  }),
  'POST /v1/images/:imageId/launch-permissions/consent': (fixture) => ({
    ...ofWhoMayLaunch(fixture),
    body: { decision: 'leave', reason: 'not needed' },
  }),
  'GET /v1/launch-permission-offers': () => ({ query: 'limit=10' }),
  'GET /v1/images/:imageId/access': ofWhoMayLaunch,
  'POST /v1/images/:imageId/disabling': (fixture) => ({ ...ofOwner(fixture), body: { reason: 'a flaw' } }),
  'POST /v1/images/:imageId/enabling': (fixture) => ({
    ...ofOwner(fixture),
    body: { restorePermissions: true },
  }),
  'POST /v1/images/:imageId/protection': (fixture) => ({ ...ofOwner(fixture), body: { withCooldown: true } }),
  'DELETE /v1/images/:imageId/protection': ofOwner,
  'POST /v1/images/:imageId/revocation': (fixture) => ({
    ...ofOwner(fixture),
    body: { reason: 'a flaw', revokeAt: new Date(Date.now() + 86_400_000).toISOString() },
  }),
  'POST /v1/images/:imageId/reinstatement': (fixture) => ({
    ...ofOwner(fixture),
    body: { reason: 'no flaw' },
  }),
};
