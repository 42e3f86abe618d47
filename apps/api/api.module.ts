import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Commands } from './http/commands';
import { OperationModule } from './operation.module';
import { AffectedInstances } from './reading/affected-instances';
import { ImageAllowances } from './reading/image-allowances';
import { LastLaunches } from './reading/last-launches';
import { Moments } from './reading/moments';
import { OwnersFamilies } from './reading/owners-families';
import { OwnersImages } from './reading/owners-images';
import { OwnersStorage } from './reading/owners-storage';
import { SettingsOfAccounts } from './reading/settings-of-accounts';
import { ReadGate } from './reading/read-gate';
import { RetentionRulesOf } from './reading/retention-rules-of';
import { ActorAnswers } from './resources/actor';
import { AuditEventAnswers } from './resources/audit-event';
import { HistoryAnswers } from './resources/history';
import { ServiceTokenAnswers } from './resources/service-token';
import { UsageAnswers } from './resources/usage';
import { nameMessages, refuseAmbiguousHandlers, useCases } from './use-cases';

/** Every route, and what the routes share. Keeps no state. */
@Module({
  imports: [CqrsModule.forRoot(), OperationModule],
  controllers: useCases.map(({ controller }) => controller),
  providers: [
    ...useCases.map(({ handler }) => handler),
    ActorAnswers,
    AffectedInstances,
    AuditEventAnswers,
    Commands,
    HistoryAnswers,
    ImageAllowances,
    LastLaunches,
    Moments,
    OwnersFamilies,
    OwnersImages,
    OwnersStorage,
    SettingsOfAccounts,
    ReadGate,
    RetentionRulesOf,
    ServiceTokenAnswers,
    UsageAnswers,
  ],
})
export class ApiModule {
  constructor() {
    refuseAmbiguousHandlers(useCases);
    nameMessages(useCases);
  }
}
