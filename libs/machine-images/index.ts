import type { EventTypes } from '#event-sourcing';
import type * as adoptionErrors from './adoption/errors';
import type { InvalidBlockDeviceMapping } from './block-device/errors';
import type * as familyErrors from './family/errors';
import { familyEvents } from './family/events';
import type * as imageErrors from './image/errors';
import { imageEvents } from './image/events';
import type { ImageNameIsTaken } from './image-name/errors';
import { imageNameEvents } from './image-name/image-name';
import type { InvalidField } from './identifiers';
import type * as instanceErrors from './instance/errors';
import { instanceEvents } from './instance/events';
import { launchEvents } from './launch/events';
import type { AccountIsInAnotherOrganization } from './organization/errors';
import { membershipEvents } from './organization/events';
import type * as retentionRuleErrors from './retention-rule/errors';
import { retentionRuleEvents } from './retention-rule/events';
import { settingsEvents } from './settings/events';
import type * as snapshotErrors from './snapshot/errors';
import { snapshotEvents } from './snapshot/events';
import type { InvalidTags } from './tags';
import type * as volumeErrors from './volume/errors';
import { volumeEvents } from './volume/events';
import type { UnknownZone } from './zone';

export * from './adoption/errors';
export * from './block-device/block-device-mapping';
export * from './block-device/errors';
export * from './block-device/limits';
export * from './compute-provider';
export * from './due-times';
export type { ChannelTarget } from './family/channel-plan';
export * from './family/channels';
export * from './family/commands';
export * from './family/errors';
export * from './family/events';
export * from './family/family';
export * from './family/fitness';
export { LATEST } from './family/names';
export {
  pathOf,
  type ChannelPath,
  type ExistingFamily,
  type FamilyState,
  type ImageVersion,
} from './family/state';
export * from './identifiers';
export * from './image/access';
export type { ObservedImage } from './image/adoption';
export { IMAGE_ASPECTS, type ImageAspect } from './image/aspects';
export * from './image/commands';
export { consentOf } from './image/consent';
export { deprecationTimeOf } from './image/deprecation';
export { accessChange, type AccessChange } from './image/launchers';
export { differenceOf, type ImageDifference } from './image/difference';
export {
  isRunning,
  protectionAfter,
  unprotected,
  type DeregistrationProtection,
} from './image/deregistration-protection';
export * from './image/errors';
export * from './image/events';
export * from './image/image';
export { hasSameTerms, type GrantWish, type LaunchGrant } from './image/launch-grant';
export * from './image/launch-principal';
export * from './image/registration';
export * from './image/standing';
export type { ImageRestoration } from './image/restoration';
export {
  causeKey,
  isRevokedAt,
  revocationsAt,
  type CascadeScope,
  type ChannelsOfRevoked,
  withoutRevocation,
  withRevocation,
  type Revocation,
  type RevocationCause,
  type ScheduledRevocation,
} from './image/revocations';
export * from './image/state';
export * from './image-name/errors';
export * from './image-name/image-name';
export * from './instance/commands';
export * from './instance/errors';
export * from './instance/events';
export * from './instance/instance';
export * from './instance/instance-device';
export { beginningOf, launchOrigin } from './instance/state';
export type { RootVolumeWish } from './instance/root-volume-wish';
export type {
  DeviceHolder,
  ExistingInstance,
  InstanceBeginning,
  InstanceLifecycle,
  InstanceState,
  ReplacementState,
  RootVolumeReplacement,
} from './instance/state';
export * from './launch/events';
export * from './launch/launch';
export * from './launch/launch-mapping';
export * from './launch/launch-source';
export * from './launch/request-launch';
export * from './organization/errors';
export * from './organization/events';
export * from './organization/membership';
export * from './principal';
export * from './processes/family-revocation';
export * from './processes/image-cascade';
export type { CopyWish } from './processes/image-copy-plan';
export * from './processes/image-adoption';
export * from './processes/image-creation';
export * from './processes/image-deregistration';
export type { InstanceImageWish } from './processes/image-instance-plan';
export * from './processes/image-publication';
export * from './processes/image-registration';
export * from './processes/image-restoration';
export * from './processes/image-revocation';
export * from './processes/instance-actions';
export * from './processes/instance-launch';
export * from './processes/resource-adoption';
export type {
  Counted,
  HeldImage,
  PlannedMovement,
  ReinstatementPlan,
  RevocationPlan,
  UsedImage,
} from './processes/revocation-plan';
export * from './processes/root-volume-replacement';
export * from './processes/snapshot-storage';
export * from './processes/volume-attachment';
export * from './processes/volume-storage';
export type { VolumeWish } from './processes/volume-wish';
export { ruleIn, type RetentionRuleCommand } from './retention-rule/decide';
export * from './retention-rule/errors';
export * from './retention-rule/events';
export * from './retention-rule/retention-rule';
export type { RetentionRule, RetentionRules } from './retention-rule/state';
export * from './settings/allowed-images';
export * from './settings/events';
export * from './settings/image-criteria';
export * from './settings/settings';
export * from './snapshot/commands';
export * from './snapshot/errors';
export * from './snapshot/events';
export * from './snapshot/snapshot';
export type { MadeSnapshot, SnapshotLifecycle, SnapshotState } from './snapshot/state';
export * from './tags';
export * from './volume/commands';
export { checkVolume } from './volume/decide';
export * from './volume/errors';
export * from './volume/events';
export type { ExistingVolume, VolumeAttachment, VolumeLifecycle, VolumeState } from './volume/state';
export * from './volume/volume';
export * from './zone';

/** Every event type of the domain, for those who read the whole log. */
export const machineImageEvents = imageEvents
  .and(familyEvents)
  .and(imageNameEvents)
  .and(instanceEvents)
  .and(launchEvents)
  .and(membershipEvents)
  .and(retentionRuleEvents)
  .and(settingsEvents)
  .and(snapshotEvents)
  .and(volumeEvents);
export type MachineImageEvent = typeof machineImageEvents extends EventTypes<infer Event> ? Event : never;

type InstanceOf<T> = T extends abstract new (...args: never[]) => infer Instance ? Instance : never;
type InstanceError = InstanceOf<(typeof instanceErrors)[keyof typeof instanceErrors]>;
type AdoptionError = InstanceOf<(typeof adoptionErrors)[keyof typeof adoptionErrors]>;
type FamilyError = InstanceOf<(typeof familyErrors)[keyof typeof familyErrors]>;
type ImageError = InstanceOf<(typeof imageErrors)[keyof typeof imageErrors]>;
type RetentionRuleError = InstanceOf<(typeof retentionRuleErrors)[keyof typeof retentionRuleErrors]>;
type SnapshotError = InstanceOf<(typeof snapshotErrors)[keyof typeof snapshotErrors]>;
type VolumeError = InstanceOf<(typeof volumeErrors)[keyof typeof volumeErrors]>;

/** Every refusal of the domain: what the edge must have a number for. */
export type MachineImageErrorCode = (
  | AccountIsInAnotherOrganization
  | AdoptionError
  | FamilyError
  | ImageError
  | ImageNameIsTaken
  | InvalidBlockDeviceMapping
  | InvalidField
  | InstanceError
  | InvalidTags
  | RetentionRuleError
  | SnapshotError
  | UnknownZone
  | VolumeError
)['code'];
