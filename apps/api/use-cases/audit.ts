import { ListAuditEventsHandler } from '../list-audit-events/list-audit-events';
import { ListAuditEventsController } from '../list-audit-events/list-audit-events.controller';
import type { UseCase } from './use-case';

export const auditUseCases: readonly UseCase[] = [
  { controller: ListAuditEventsController, handler: ListAuditEventsHandler },
];
