import { refusal, type Scene } from './expected';
import { isKept, isVisible } from './expected-images';
import { principalOf } from './image-requests';
import { holds, namesOf } from './time-effects';
import type { ModelImage, ModelGrant, World } from './world';

const actorOf = (account: string) => ({ account, roles: ['member'], interface: 'rest' });

/** May it, or could it? On what grounds, since when, by whose word, and why. */
export function expectedAccess(scene: Scene, imageId: string, account: string): unknown {
  const { viewer, then, now } = scene;
  const today = now.images[imageId];
  if (today === undefined || !isVisible(asOfNow(scene), today)) return refusal('unknown-image');
  const image = then.images[imageId];
  const access = image === undefined ? not('unknown-image') : accessOf(then, image, account);
  if (isOwners(scene, today)) return access;
  if (account !== viewer.account) return refusal('not-the-owner');
  return image === undefined ? refusal('unknown-image') : ownAccess(scene, image, access);
}

/** Who granted it, and why, is for the owner to know. */
function ownAccess(scene: Scene, image: ModelImage, access: Access): unknown {
  if (!isVisible(scene, image)) return refusal('unknown-image');
  if (access.allowed && !isKept(scene, image)) return not('image-not-allowed');
  return { ...access, grantedBy: undefined, reason: undefined };
}

const asOfNow = (scene: Scene): Scene => ({ ...scene, then: scene.now, isPast: false });

const isOwners = ({ viewer }: Scene, { ownerId }: ModelImage): boolean =>
  viewer.mayReadAll || ownerId === viewer.account;

type Access = { readonly allowed: boolean } & Readonly<Record<string, unknown>>;

const not = (because: string): Access => ({ allowed: false, because });

function accessOf(world: World, image: ModelImage, account: string): Access {
  if (image.state !== 'available') return not(`image-${image.state}`);
  if (image.revocation !== null) return not('image-revoked');
  if (image.ownerId === account)
    return { allowed: true, grounds: 'owner', since: new Date(image.created), grantedBy: null, reason: null };
  const closest = namesOf(world, account).find((name) => holds(image.grants, name));
  return closest === undefined
    ? not(image.grants[account]?.consent ?? 'no-launch-permission')
    : granted(world, image, account, closest);
}

function granted(world: World, { grants }: ModelImage, account: string, principal: string): Access {
  const covered = world.members[account]?.covered[principal];
  const { since, reason, ...grant } = grants[principal]!;
  return {
    allowed: true,
    grounds: groundsOf(principal),
    ...(covered === undefined ? {} : { grantedTo: principalOf(principal) }),
    since: new Date(Math.max(since, covered ?? 0)),
    expiresAt: expiryOf(grant),
    grantedBy: actorOf(grant.account),
    reason,
  };
}

function groundsOf(principal: string): string {
  if (principal === 'all') return 'public';
  if (!principal.startsWith('o-')) return 'account';
  return principal.includes('/') ? 'organizational-unit' : 'organization';
}

export function expectedPermissions(scene: Scene, imageId: string): unknown {
  const today = scene.now.images[imageId];
  if (today === undefined || !isVisible(asOfNow(scene), today)) return refusal('unknown-image');
  if (!isOwners(scene, today)) return refusal('not-the-owner');
  return Object.entries(scene.then.images[imageId]?.grants ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([principal, grant]) => shownGrant(principal, grant));
}

const shownGrant = (principal: string, grant: ModelGrant) => ({
  grantedTo: principalOf(principal),
  since: new Date(grant.since),
  expiresAt: expiryOf(grant),
  consent: grant.consent,
  grantedBy: actorOf(grant.account),
  reason: grant.reason,
});

const expiryOf = ({ expires }: Pick<ModelGrant, 'expires'>): Date | undefined =>
  expires === null ? undefined : new Date(expires);
