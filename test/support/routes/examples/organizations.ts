import { FRIEND } from '../../service';
import type { RouteExamples } from '../route-example';

const params = { organizationId: 'o-a1b2c3d4e5' };
const mayBeAbsent = { organizationId: 'an organization is there as soon as an account is in it' };

export const organizationExamples: RouteExamples = {
  'GET /v1/organizations/:organizationId/accounts': () => ({ params, query: 'limit=10', mayBeAbsent }),
  'POST /v1/organizations/:organizationId/accounts': () => ({
    params,
    body: { account: FRIEND, unit: 'ou-ab12-11111111' },
    mayBeAbsent,
  }),
  'DELETE /v1/organizations/:organizationId/accounts/:account': () => ({
    params: { ...params, account: FRIEND },
    mayBeAbsent: { ...mayBeAbsent, account: 'it is not in the organization, as wished' },
  }),
};
