import type { EventOf } from '#event-sourcing';
import type {
  launchPermissionExpired,
  launchPermissionGranted,
  launchPermissionOffered,
  launchPermissionRejected,
} from './events';
import type { LaunchGrant, LaunchGrants, LaunchOffer } from './launch-grant';
import { principalKey, type LaunchPrincipal } from './launch-principal';
import { PersistentMap } from './persistent-map';

/** Also those whose time is over, until that is announced: `imageAt` says what there is at a time. */
export interface PermissionsOfImage {
  /** Of those who may launch the image. */
  readonly launchPermissions: LaunchGrants;
  /** Of accounts that were asked for acceptance, and have not given it. A principal has either the one or the other. */
  readonly offers: PersistentMap<string, LaunchOffer>;
  /** Those that disabling removed, for as long as the image is disabled. */
  readonly removedPermissions: LaunchGrants;
  /** Accounts that gave up what they had, and got nothing since. */
  readonly left: PersistentMap<string, true>;
}

export const noPermissions: PermissionsOfImage = {
  launchPermissions: PersistentMap.empty(),
  offers: PersistentMap.empty(),
  removedPermissions: PersistentMap.empty(),
  left: PersistentMap.empty(),
};

type Given = Pick<PermissionsOfImage, 'launchPermissions' | 'offers'>;

/** What a principal has: a permission, or an offer of one. */
export const grantTo = ({ launchPermissions, offers }: Given, key: string): LaunchGrant | undefined =>
  launchPermissions.get(key) ?? offers.get(key);

export const grantsOf = ({ launchPermissions, offers }: Given): readonly LaunchGrant[] => [
  ...launchPermissions.values(),
  ...offers.values().map(({ isRejected: _, ...grant }) => grant),
];

type Data<T> = EventOf<T>['data'];

export const granted = <P extends PermissionsOfImage>(
  image: P,
  { principal, expiresAt }: Data<typeof launchPermissionGranted>,
): P => put(image, principal, grantUntil(principal, expiresAt));

/** Who has accepted already, and whose acceptance is still needed, has accepted this one too. */
export function offered<P extends PermissionsOfImage>(
  image: P,
  { principal, expiresAt }: Data<typeof launchPermissionOffered>,
): P {
  const key = principalKey(principal);
  const grant = { ...grantUntil(principal, expiresAt), requiresAcceptance: true } as const;
  if (image.launchPermissions.get(key)?.requiresAcceptance === true) return put(image, principal, grant);
  return offering(image, key, { ...grant, isRejected: image.offers.get(key)?.isRejected ?? false });
}

export function accepted<P extends PermissionsOfImage>(
  image: P,
  { principal }: { readonly principal: LaunchPrincipal },
): P {
  const offer = image.offers.get(principalKey(principal));
  if (offer === undefined) return image;
  const { isRejected: _, ...grant } = offer;
  return put(image, principal, grant);
}

export function rejected<P extends PermissionsOfImage>(
  image: P,
  { principal }: Data<typeof launchPermissionRejected>,
): P {
  const key = principalKey(principal);
  const grant = grantTo(image, key);
  return grant === undefined ? image : offering(image, key, { ...grant, isRejected: true });
}

export function taken<P extends PermissionsOfImage>(image: P, principal: LaunchPrincipal): P {
  const key = principalKey(principal);
  return {
    ...image,
    launchPermissions: image.launchPermissions.without(key),
    offers: image.offers.without(key),
  };
}

/** A grant that was renewed is another one. */
export const expired = <P extends PermissionsOfImage>(
  image: P,
  { principal, expiresAt }: Data<typeof launchPermissionExpired>,
): P =>
  grantTo(image, principalKey(principal))?.expiresAt?.toISOString() === expiresAt
    ? taken(image, principal)
    : image;

export function leaving<P extends PermissionsOfImage>(image: P, principal: LaunchPrincipal): P {
  const without = taken(image, principal);
  return { ...without, left: without.left.with(principalKey(principal), true) };
}

export const removedBy = (image: PermissionsOfImage): LaunchGrants =>
  grantsOf({ ...image, launchPermissions: PersistentMap.empty() }).reduce(
    (all, grant) => all.with(principalKey(grant.principal), grant),
    image.launchPermissions,
  );

function put<P extends PermissionsOfImage>(image: P, principal: LaunchPrincipal, grant: LaunchGrant): P {
  const key = principalKey(principal);
  return {
    ...image,
    launchPermissions: image.launchPermissions.with(key, grant),
    offers: image.offers.without(key),
    left: image.left.without(key),
  };
}

const offering = <P extends PermissionsOfImage>(image: P, key: string, offer: LaunchOffer): P => ({
  ...image,
  launchPermissions: image.launchPermissions.without(key),
  offers: image.offers.with(key, offer),
  left: image.left.without(key),
});

const grantUntil = (principal: LaunchPrincipal, expiresAt: string | undefined): LaunchGrant =>
  expiresAt === undefined ? { principal } : { principal, expiresAt: new Date(expiresAt) };
