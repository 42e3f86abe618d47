import type { Projector } from '#projections';
import { auditTrail } from './audit-trail/audit-trail.projector';
import {
  AuditAccountRow,
  AuditOwnerRow,
  AuditResourceRow,
  AuditTrailRow,
} from './audit-trail/audit-trail.rows';
import type { LedgerEvent } from './events';
import { ImageChangeRow, ImageHistoryRow } from './image-history/image-history.rows';
import { imageHistory } from './image-history/image-history.projector';
import { ImageRow } from './images/image.row';
import { images } from './images/images.projector';
import { LaunchPermissionRow } from './launch-permissions/launch-permission.row';
import { launchPermissions } from './launch-permissions/launch-permissions.projector';
import { ServiceTokenRow } from './service-tokens/service-token.row';
import { serviceTokens } from './service-tokens/service-tokens.projector';

export * from './audit-trail/audit-trail.query';
export * from './events';
export * from './image-history/image-history.query';
export * from './images/images.query';
export * from './launch-permissions/launch-permissions.query';
export * from './paging';
export * from './service-tokens/service-tokens.query';
export * from './viewer';
export { ImageRow, visibilityOf, type ImageFacts } from './images/image.row';
export { LaunchPermissionRow } from './launch-permissions/launch-permission.row';
export { ServiceTokenRow } from './service-tokens/service-token.row';

/** Every view there is. */
export const views = { auditTrail, images, imageHistory, launchPermissions, serviceTokens };
export const projectors: readonly Projector<LedgerEvent>[] = Object.values(views);
export const viewEntities = [
  AuditAccountRow,
  AuditOwnerRow,
  AuditResourceRow,
  AuditTrailRow,
  ImageRow,
  ImageHistoryRow,
  ImageChangeRow,
  LaunchPermissionRow,
  ServiceTokenRow,
];
