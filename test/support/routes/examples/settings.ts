import { FRIEND } from '../../service';
import type { RouteExamples } from '../route-example';

export const settingsExamples: RouteExamples = {
  'GET /v1/settings/allowed-images': () => ({}),
  'PUT /v1/settings/allowed-images': () => ({
    body: {
      state: 'audit-mode',
      imageCriteria: [
        {
          imageProviders: [FRIEND],
          imageNames: ['web-*'],
          creationDateCondition: { maximumDaysSinceCreated: 300 },
        },
      ],
    },
  }),
  'GET /v1/settings/image-block-public-access': () => ({}),
  'PUT /v1/settings/image-block-public-access': () => ({ body: { state: 'block-new-sharing' } }),
  'GET /v1/settings/history': () => ({ query: 'limit=10' }),
};
