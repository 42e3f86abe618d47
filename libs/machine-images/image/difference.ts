import { canonicalJson } from '#event-sourcing';
import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { tagChanges, type Tags } from '../tags';
import { deprecationTimeOf } from './deprecation';
import { byPrincipal, endIn, hasSameTerms, type LaunchGrant } from './launch-grant';
import { principalKey, type LaunchPrincipal } from './launch-principal';
import { grantsOf, grantTo } from './permissions-of-image';
import type { ExistingImage, ImageLifecycle } from './state';

interface Change<Value> {
  readonly from: Value;
  readonly to: Value;
}

export type ShownGrant = LaunchPrincipal & {
  readonly expiresAt?: string;
  readonly requiresAcceptance?: true;
};

/** What one image has and another has not, or the same one at another moment, whose content never differs. */
export interface ImageDifference {
  readonly state?: Change<ImageLifecycle>;
  /** What was granted anew on other terms is in both. */
  readonly launchPermissions: {
    readonly added: readonly ShownGrant[];
    readonly removed: readonly ShownGrant[];
  };
  readonly tags: {
    readonly added: Tags;
    readonly removed: Tags;
    readonly changed: Readonly<Record<string, Change<string>>>;
  };
  readonly blockDeviceMappings: {
    readonly added: readonly BlockDeviceMapping[];
    readonly removed: readonly BlockDeviceMapping[];
    /** Of the same device name. */
    readonly changed: readonly Change<BlockDeviceMapping>[];
  };
  /** Those alone that differ; null for what is not there. */
  readonly attributes: Readonly<Record<string, Change<unknown>>>;
}

export const differenceOf = (from: ExistingImage, to: ExistingImage): ImageDifference => ({
  ...(from.lifecycle === to.lifecycle ? {} : { state: { from: from.lifecycle, to: to.lifecycle } }),
  launchPermissions: {
    added: withoutGrantsOf(from, to).map(shownGrant),
    removed: withoutGrantsOf(to, from).map(shownGrant),
  },
  tags: differenceOfTags(from.tags, to.tags),
  blockDeviceMappings: differenceOfMappings(from.created.blockDeviceMappings, to.created.blockDeviceMappings),
  attributes: differenceOfAttributes(attributesOf(from), attributesOf(to)),
});

/** Who may launch the one and not the other, or not on the same terms. */
export const withoutGrantsOf = (other: ExistingImage, one: ExistingImage): readonly LaunchGrant[] =>
  grantsOf(one)
    .filter((grant) => {
      const there = grantTo(other, principalKey(grant.principal));
      return there === undefined || !hasSameTerms(grant, there);
    })
    .toSorted(byPrincipal);

/** Who may launch the one and not the other, on whatever terms. */
export const withoutPrincipalsOf = (other: ExistingImage, one: ExistingImage): readonly LaunchPrincipal[] =>
  withoutGrantsOf(other, one)
    .map(({ principal }) => principal)
    .filter((principal) => grantTo(other, principalKey(principal)) === undefined);

const shownGrant = (grant: LaunchGrant): ShownGrant => ({
  ...grant.principal,
  ...endIn(grant),
  ...(grant.requiresAcceptance === true ? { requiresAcceptance: true } : {}),
});

function differenceOfTags(from: Tags, to: Tags): ImageDifference['tags'] {
  const { set, removed } = tagChanges(from, to);
  const isThere = ([key]: readonly [string, unknown]): boolean => Object.hasOwn(from, key);
  const changed = Object.entries(set).filter(isThere);
  return {
    added: Object.fromEntries(Object.entries(set).filter((tag) => !isThere(tag))),
    removed: Object.fromEntries(removed.map((key) => [key, from[key] ?? ''])),
    changed: Object.fromEntries(changed.map(([key, value]) => [key, { from: from[key] ?? '', to: value }])),
  };
}

function differenceOfMappings(
  from: readonly BlockDeviceMapping[],
  to: readonly BlockDeviceMapping[],
): ImageDifference['blockDeviceMappings'] {
  const sameIn = (mappings: readonly BlockDeviceMapping[], { deviceName }: BlockDeviceMapping) =>
    mappings.find((mapping) => mapping.deviceName === deviceName);
  return {
    added: to.filter((mapping) => sameIn(from, mapping) === undefined),
    removed: from.filter((mapping) => sameIn(to, mapping) === undefined),
    changed: from.flatMap((mapping) => {
      const other = sameIn(to, mapping);
      return other === undefined || canonicalJson(other) === canonicalJson(mapping)
        ? []
        : [{ from: mapping, to: other }];
    }),
  };
}

type Attributes = Readonly<Record<string, string | boolean | null>>;

const attributesOf = (image: ExistingImage): Attributes => ({
  ...contentOf(image),
  description: image.description ?? null,
  deprecationTime: timeOf(deprecationTimeOf({ ...image, isPublic: image.launchPermissions.has('all') })),
  deregistrationProtection: image.deregistrationProtection,
  cooldownEndTime: timeOf(image.cooldownEndTime),
  revoked: image.revocations.length > 0,
});

const contentOf = ({ created }: ExistingImage): Attributes => ({
  name: created.name,
  architecture: created.architecture ?? null,
  virtualizationType: created.virtualizationType ?? null,
  rootDeviceName: created.rootDeviceName,
  bootMode: created.bootMode ?? null,
  enaSupport: created.enaSupport ?? null,
  sriovNetSupport: created.sriovNetSupport ?? null,
  imdsSupport: created.imdsSupport ?? null,
  tpmSupport: created.tpmSupport ?? null,
});

const timeOf = (time: Date | undefined): string | null => time?.toISOString() ?? null;

const differenceOfAttributes = (from: Attributes, to: Attributes): ImageDifference['attributes'] =>
  Object.fromEntries(
    Object.keys(from)
      .filter((name) => from[name] !== to[name])
      .map((name) => [name, { from: from[name], to: to[name] }]),
  );
