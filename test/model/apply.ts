import { applyToImage, type ImageFacts } from './apply-to-image';
import { applyToFamily, familiesFollow } from './apply-to-family';
import { announceRevocation, settingsOf, type Deed, type ModelMember, type World } from './world';
import type { Wish } from './wishes';

export interface Facts extends ImageFacts {
  /** Of what is made or changed. */
  readonly imageId: string;
}

/** Makes the world into what a wish asks for that was not refused. */
export function apply(world: World, wish: Wish, deed: Deed, facts: Facts): void {
  switch (wish.kind) {
    case 'register':
      return register(world, wish, deed, facts.imageId);
    case 'image': {
      const image = world.images[facts.imageId];
      if (image === undefined) throw new Error('changed what is not there');
      applyToImage(world, image, wish.change, deed, facts);
      return familiesFollow(world, image, deed);
    }
    case 'family':
      return applyToFamily(world, wish, deed, facts);
    case 'block-public-access':
      world.settings[wish.account] = { ...settingsOf(world, wish.account), blocked: wish.blocked };
      return;
    case 'allow-images': {
      const settings = settingsOf(world, wish.account);
      const allowed = { state: wish.state, criteria: wish.criteria ?? settings.allowed.criteria };
      world.settings[wish.account] = { ...settings, allowed };
      return;
    }
    case 'retain': {
      const settings = settingsOf(world, wish.account);
      const rules = [...settings.rules, { ruleId: facts.id, days: wish.days }];
      world.settings[wish.account] = { ...settings, rules };
      return;
    }
    case 'place':
      world.members[wish.account] = placed(world.members[wish.account], wish, deed);
      return;
    case 'leave':
      if (world.members[wish.account]?.organization === wish.organization)
        world.members[wish.account] = undefined;
      return;
    case 'announce':
      return announce(world, deed);
  }
}

function register(
  world: World,
  { owner, name, description, tags }: Extract<Wish, { kind: 'register' }>,
  { at }: Deed,
  imageId: string,
): void {
  world.images[imageId] = {
    imageId,
    ownerId: owner,
    name,
    created: at,
    description: description ?? null,
    tags: { ...tags },
    state: 'available',
    grants: {},
    taken: [],
    deprecateAt: null,
    protection: 'disabled',
    cooldownEnd: null,
    revocation: null,
    scheduled: null,
    deregistered: null,
    rollbacks: [],
    revision: 0,
  };
}

/** Families hear of a revocation when somebody says it. */
function announce(world: World, deed: Deed): void {
  for (const image of Object.values(world.images)) announceRevocation(image, deed.at);
  for (const image of Object.values(world.images)) familiesFollow(world, image, deed);
}

/** Whoever moves has not left what it was in before and is in still. */
function placed(
  before: ModelMember | undefined,
  { organization, units }: Extract<Wish, { kind: 'place' }>,
  { at }: Deed,
): ModelMember {
  const principals = [organization, ...units.map((unit) => `${organization}/${unit}`)];
  const covered = Object.fromEntries(
    principals.map((principal) => [principal, before?.covered[principal] ?? at]),
  );
  return { organization, units, joined: before?.joined ?? at, covered, revision: before?.revision ?? 0 };
}
