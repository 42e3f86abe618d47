import type { Fixture } from '../fixture';
import type { RouteExamples } from '../route-example';

const family = ({ family: name }: Fixture) => ({ params: { family: name }, stranger: 'not-found' }) as const;
const channel = ({ family: name }: Fixture) =>
  ({ params: { family: name, channel: 'prod' }, stranger: 'not-found' }) as const;

const version = ({ family: name }: Fixture) =>
  ({ params: { family: name, version: '2' }, stranger: 'not-found' }) as const;

export const familyExamples: RouteExamples = {
  'POST /v1/families': () => ({ body: { name: 'db', description: 'the database tier' } }),
  'GET /v1/families': () => ({ query: 'owner=self' }),
  'GET /v1/families/:family': family,
  'GET /v1/families/:family/versions': family,
  'GET /v1/families/:family/history': family,
  'GET /v1/families/:family/instances': (fixture) => ({ ...family(fixture), query: 'version=1' }),
  'GET /v1/families/:family/diff': (fixture) => ({ ...family(fixture), query: 'from=1&to=2' }),
  'POST /v1/families/:family/versions': (fixture) => ({
    ...family(fixture),
    body: { imageId: fixture.imageId, reason: 'a new release' },
  }),
  'POST /v1/families/:family/versions/:version/revocation': (fixture) => ({
    ...version(fixture),
    body: { reason: 'a flaw', cascade: true, channels: 'keep' },
  }),
  'POST /v1/families/:family/versions/:version/reinstatement': (fixture) => ({
    ...version(fixture),
    body: { reason: 'no flaw' },
  }),
  'PUT /v1/families/:family/channels/:channel': (fixture) => ({
    ...channel(fixture),
    body: { version: 2, reason: 'it is tested' },
    mayBeAbsent: { channel: 'promoting makes the channel' },
  }),
  'POST /v1/families/:family/channels/:channel/rollbacks': (fixture) => ({
    ...channel(fixture),
    body: { to: 1, reason: 'it does not boot' },
  }),
  'GET /v1/families/:family/channels/:channel/history': channel,
};
