import { FRIEND } from '../../service';
import type { Fixture } from '../fixture';
import type { RouteExamples } from '../route-example';

const token = ({ tokenId }: Fixture) => ({ params: { tokenId } });

export const accessExamples: RouteExamples = {
  'POST /v1/service-tokens': () => ({
    body: {
      account: FRIEND,
      subject: 'a pipeline',
      roles: ['member'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    },
  }),
  'GET /v1/service-tokens': () => ({ query: 'limit=10' }),
  'GET /v1/service-tokens/:tokenId': token,
  'DELETE /v1/service-tokens/:tokenId': token,
  'GET /v1/audit/events': () => ({ query: 'limit=10&outcome=done' }),
};
