import { refusal, type Scene } from './expected';
import { isKept, isVisible } from './expected-images';
import { principalOf } from './image-requests';
import { namesOf } from './time-effects';
import type { ModelImage, ModelGrant, World } from './world';

const actorOf = (account: string) => ({ account, roles: ['member'], interface: 'rest' });

/** May it, or could it? On what grounds, since when, by whose word, and why. */
export function expectedAccess(scene: Scene, imageId: string, account: string): unknown {
  const { viewer, then, now } = scene;
  const today = now.images[imageId];
  if (today === undefined || !isVisible({ ...scene, then: now, isPast: false }, today))
    return refusal('unknown-image');
  const image = then.images[imageId];
  const access = accessOf(then, image, account);
  if (viewer.mayReadAll || today.ownerId === viewer.account) return access;
  if (account !== viewer.account) return refusal('not-the-owner');
  if (image === undefined || !isVisible(scene, image)) return refusal('unknown-image');
  if (access.allowed && !isKept(scene, image)) return { allowed: false, because: 'image-not-allowed' };
  return { ...access, grantedBy: undefined, reason: undefined };
}

type Access = { readonly allowed: boolean } & Readonly<Record<string, unknown>>;

function accessOf(world: World, image: ModelImage | undefined, account: string): Access {
  if (image === undefined) return { allowed: false, because: 'unknown-image' };
  if (image.state !== 'available') return { allowed: false, because: `image-${image.state}` };
  if (image.revocation !== null) return { allowed: false, because: 'image-revoked' };
  if (image.ownerId === account)
    return { allowed: true, grounds: 'owner', since: new Date(image.created), grantedBy: null, reason: null };
  const closest = namesOf(world, account).find((name) => name in image.grants);
  const grant = image.grants[closest ?? ''];
  if (closest === undefined || grant === undefined)
    return { allowed: false, because: 'no-launch-permission' };
  const covered = world.members[account]?.covered[closest];
  return {
    allowed: true,
    grounds: groundsOf(closest),
    ...(covered === undefined ? {} : { grantedTo: principalOf(closest) }),
    since: new Date(Math.max(grant.since, covered ?? 0)),
    expiresAt: expiryOf(grant),
    grantedBy: actorOf(grant.account),
    reason: grant.reason,
  };
}

function groundsOf(principal: string): string {
  if (principal === 'all') return 'public';
  if (!principal.startsWith('o-')) return 'account';
  return principal.includes('/') ? 'organizational-unit' : 'organization';
}

export function expectedPermissions(scene: Scene, imageId: string): unknown {
  const { viewer, then, now } = scene;
  const today = now.images[imageId];
  if (today === undefined || !isVisible({ ...scene, then: now, isPast: false }, today))
    return refusal('unknown-image');
  if (!viewer.mayReadAll && today.ownerId !== viewer.account) return refusal('not-the-owner');
  return Object.entries(then.images[imageId]?.grants ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([principal, grant]) => shownGrant(principal, grant));
}

const shownGrant = (principal: string, grant: ModelGrant) => ({
  grantedTo: principalOf(principal),
  since: new Date(grant.since),
  expiresAt: expiryOf(grant),
  grantedBy: actorOf(grant.account),
  reason: grant.reason,
});

const expiryOf = ({ expires }: ModelGrant): Date | undefined =>
  expires === null ? undefined : new Date(expires);
