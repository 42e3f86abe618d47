import { adoptionUseCases } from './adoption';
import { auditUseCases } from './audit';
import { familyUseCases } from './families';
import { imageUseCases } from './images';
import { instanceUseCases } from './instances';
import { launchPermissionUseCases } from './launch-permissions';
import { organizationUseCases } from './organizations';
import { retentionRuleUseCases } from './retention-rules';
import { serviceTokenUseCases } from './service-tokens';
import { settingsUseCases } from './settings';
import { snapshotUseCases } from './snapshots';
import { volumeUseCases } from './volumes';
import type { UseCase } from './use-case';

export * from './use-case';

/** Everything that can be asked of the ledger. */
export const useCases: readonly UseCase[] = [
  ...imageUseCases,
  ...launchPermissionUseCases,
  ...familyUseCases,
  ...instanceUseCases,
  ...volumeUseCases,
  ...snapshotUseCases,
  ...organizationUseCases,
  ...retentionRuleUseCases,
  ...settingsUseCases,
  ...serviceTokenUseCases,
  ...adoptionUseCases,
  ...auditUseCases,
];
