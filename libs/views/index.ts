import { dueTimes } from '#machine-images';
import { DueTimeRow, dueTimesView, type Projector } from '#projections';
import { auditTrail } from './audit-trail/audit-trail.projector';
import {
  AuditAccountRow,
  AuditOwnerRow,
  AuditResourceRow,
  AuditTrailRow,
} from './audit-trail/audit-trail.rows';
import { FamilyLeadRow, RevokedImageRow, VersionLeadRow } from './drift/lead.rows';
import type { LedgerEvent } from './events';
import { ChannelMovementRow, FamilyRow, ImageVersionRow } from './families/family.rows';
import { familiesView } from './families/families.projector';
import { ImageRow } from './images/image.row';
import { images } from './images/images.projector';
import { InstanceRow } from './instances/instance.row';
import { instances } from './instances/instances.projector';
import { LaunchPermissionRow } from './launch-permissions/launch-permission.row';
import { launchPermissions } from './launch-permissions/launch-permissions.projector';
import { LineageEdgeRow } from './lineage/lineage.row';
import { lineage } from './lineage/lineage.projector';
import { OrganizationAccountRow, OrganizationPrincipalRow } from './organizations/organization-account.row';
import { organizations } from './organizations/organizations.projector';
import { resourceHistory } from './resource-history/resource-history.projector';
import { ResourceChangeRow, ResourceHistoryRow } from './resource-history/resource-history.rows';
import { RootVolumeReplacementRow } from './root-volume-replacements/root-volume-replacement.row';
import { rootVolumeReplacements } from './root-volume-replacements/root-volume-replacements.projector';
import { ServiceTokenRow } from './service-tokens/service-token.row';
import { serviceTokens } from './service-tokens/service-tokens.projector';
import { SnapshotRow } from './snapshots/snapshot.row';
import { snapshots } from './snapshots/snapshots.projector';
import { VolumeRow } from './volumes/volume.row';
import { volumes } from './volumes/volumes.projector';

export * from './audit-trail/audit-trail.query';
export * from './drift/drift.query';
export * from './events';
export * from './families/families-of-image';
export * from './families/families.query';
export * from './images/images.query';
export * from './instances/instances.query';
export * from './instances/living-instances.query';
export * from './launch-permissions/launch-permissions.query';
export * from './lineage/image-lineage';
export * from './lineage/lineage.query';
export * from './lineage/revocation-survey';
export * from './migration';
export * from './organizations/organizations.query';
export type { OwnedFilters } from './owned-resources';
export * from './paging';
export * from './resource-history/allowed-images.query';
export * from './resource-history/resource-history.query';
export * from './root-volume-replacements/root-volume-replacements.query';
export * from './service-tokens/service-tokens.query';
export * from './snapshots/snapshots.query';
export * from './viewer';
export * from './volumes/volumes.query';
export { ChannelMovementRow, FamilyRow, ImageVersionRow } from './families/family.rows';
export { ImageRow, type ImageFacts, type RevocationFacts } from './images/image.row';
export { InstanceRow } from './instances/instance.row';
export { LaunchPermissionRow } from './launch-permissions/launch-permission.row';
export { OrganizationAccountRow } from './organizations/organization-account.row';
export { RootVolumeReplacementRow } from './root-volume-replacements/root-volume-replacement.row';
export { ServiceTokenRow } from './service-tokens/service-token.row';
export { SnapshotRow, type SnapshotFacts } from './snapshots/snapshot.row';
export { VolumeRow, type VolumeFacts } from './volumes/volume.row';

/** Every view there is. */
export const views = {
  auditTrail,
  dueTimes: dueTimesView<LedgerEvent>(dueTimes, 1),
  families: familiesView,
  images,
  instances,
  launchPermissions,
  lineage,
  organizations,
  resourceHistory,
  rootVolumeReplacements,
  serviceTokens,
  snapshots,
  volumes,
};
/** What an answer reads that depends on who may launch an image. */
export const imageAccessViews = [images, launchPermissions, organizations] as const;
export const projectors: readonly Projector<LedgerEvent>[] = Object.values(views);
export const viewEntities = [
  AuditAccountRow,
  AuditOwnerRow,
  AuditResourceRow,
  AuditTrailRow,
  ChannelMovementRow,
  DueTimeRow,
  FamilyLeadRow,
  FamilyRow,
  ImageRow,
  ImageVersionRow,
  InstanceRow,
  LaunchPermissionRow,
  LineageEdgeRow,
  OrganizationAccountRow,
  OrganizationPrincipalRow,
  ResourceHistoryRow,
  ResourceChangeRow,
  RevokedImageRow,
  RootVolumeReplacementRow,
  ServiceTokenRow,
  SnapshotRow,
  VersionLeadRow,
  VolumeRow,
];
