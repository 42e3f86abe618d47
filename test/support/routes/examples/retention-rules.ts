import type { Fixture } from '../fixture';
import type { RouteExamples } from '../route-example';

const rule = ({ ruleId }: Fixture) => ({ params: { ruleId }, stranger: 'not-found' }) as const;

export const retentionRuleExamples: RouteExamples = {
  'POST /v1/retention-rules': () => ({
    body: {
      resourceType: 'image',
      retentionPeriod: { unit: 'days', value: 30 },
      resourceTags: [{ key: 'team', value: 'web' }],
      description: 'for second thoughts',
    },
  }),
  'GET /v1/retention-rules': () => ({}),
  'GET /v1/retention-rules/:ruleId': rule,
  'PATCH /v1/retention-rules/:ruleId': (fixture) => ({
    ...rule(fixture),
    body: { description: 'other words' },
  }),
  'DELETE /v1/retention-rules/:ruleId': rule,
};
