import { AdoptResourcesHandler } from '../adopt-resources/adopt-resources';
import { AdoptResourcesController } from '../adopt-resources/adopt-resources.controller';
import type { UseCase } from './use-case';

export const adoptionUseCases: readonly UseCase[] = [
  { controller: AdoptResourcesController, handler: AdoptResourcesHandler },
];
