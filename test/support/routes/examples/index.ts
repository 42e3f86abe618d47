import type { RouteExamples } from '../route-example';
import { accessExamples } from './access';
import { adoptionExamples } from './adoption';
import { familyExamples } from './families';
import { imageExamples } from './images';
import { instanceExamples } from './instances';
import { operationExamples } from './operation';
import { organizationExamples } from './organizations';
import { retentionRuleExamples } from './retention-rules';
import { settingsExamples } from './settings';
import { snapshotExamples } from './snapshots';
import { volumeExamples } from './volumes';

/** One request for every route. A route without one fails `test/e2e/every-route.spec.ts`. */
export const routeExamples: RouteExamples = {
  ...imageExamples,
  ...instanceExamples,
  ...volumeExamples,
  ...snapshotExamples,
  ...familyExamples,
  ...organizationExamples,
  ...retentionRuleExamples,
  ...settingsExamples,
  ...adoptionExamples,
  ...accessExamples,
  ...operationExamples,
};
