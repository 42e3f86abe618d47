import {
  announceRevocation,
  dropWhatIsOver,
  isOver,
  letsLaunch,
  settingsOf,
  type Consent,
  type Deed,
  type ModelGrant,
  type ModelImage,
  type Remembered,
  type Terms,
  type World,
} from './world';
import type { Aspect, ImageWish } from './wishes';

const [MINUTE, DAY] = [60_000, 86_400_000];

/** What else the ledger knew when it did as it was asked. */
export interface ImageFacts {
  /** The image at the time that a rollback goes back to. */
  readonly earlier: ModelImage | undefined;
  /** Names what was recorded, so that it can be undone. */
  readonly id: string;
}

/** Makes an image into what a wish asks for that was not refused. */
export function applyToImage(
  world: World,
  image: ModelImage,
  wish: ImageWish,
  deed: Deed,
  facts: ImageFacts,
): void {
  dropWhatIsOver(image, deed.at);
  switch (wish.kind) {
    case 'describe':
      return describe(image, wish.description);
    case 'tag':
      image.tags = { ...wish.tags };
      return;
    case 'share':
      wish.add.forEach(({ principal, lasts, requiresAcceptance: asks = false }) =>
        grant(image, { principal, expires: until(deed, lasts), asks }, deed),
      );
      take(image, (principal) => wish.remove.includes(principal));
      return;
    case 'answer':
      return answer(image, wish, deed);
    case 'deprecate':
      image.deprecateAt = Math.round((deed.at + wish.ahead) / MINUTE) * MINUTE;
      return;
    case 'undeprecate':
      image.deprecateAt = null;
      return;
    case 'disable':
      return disable(image);
    case 'enable':
      return enable(world, image, wish.restorePermissions, deed);
    case 'protect':
      return protect(image, wish.withCooldown ? 'enabled-with-cooldown' : 'enabled', deed);
    case 'unprotect':
      return protect(image, 'disabled', deed);
    case 'revoke':
      return revoke(image, wish, deed);
    case 'reinstate':
      image.revocation = null;
      image.scheduled = null;
      return;
    case 'deregister':
      return deregister(world, image, deed);
    case 'restore':
      image.state = image.deregistered?.from ?? image.state;
      image.deregistered = null;
      return;
    case 'roll-back':
      if (facts.earlier === undefined) throw new Error('rolled back to before it was');
      return rollBack(image, rememberedOf(facts.earlier), wish.include, { deed, id: facts.id });
    case 'undo':
      return undo(image, wish.rollback, { deed, id: facts.id });
  }
}

function describe(image: ModelImage, description: string): void {
  if (description !== (image.description ?? '')) image.description = description;
}

const until = ({ at }: Deed, lasts: number | undefined): number | null =>
  lasts === undefined ? null : at + lasts;

/** On the same terms, nothing changes; on others, the word of the last one counts. */
function grant(image: ModelImage, { principal, expires, asks }: Terms, { at, account, reason }: Deed): void {
  const there = image.grants[principal];
  if (there?.expires === expires && asks === (there.consent !== 'not-asked')) return;
  const given = { expires, account, reason, consent: consentTo(there, asks) };
  const isUnbroken = there !== undefined && letsLaunch(there) === letsLaunch(given);
  image.grants[principal] = { ...given, since: isUnbroken ? there.since : at };
}

/** What was said to an offer is said to the next one. */
function consentTo(there: ModelGrant | undefined, asks: boolean): Consent {
  if (!asks) return 'not-asked';
  return there === undefined || there.consent === 'not-asked' ? 'pending' : there.consent;
}

/** Whoever answers speaks for its own account. */
function answer(
  image: ModelImage,
  { decision }: Extract<ImageWish, { kind: 'answer' }>,
  { at, account }: Deed,
): void {
  const there = image.grants[account];
  if (decision === 'leave') return take(image, (principal) => principal === account);
  if (there === undefined) throw new Error('nobody asked');
  if (decision === 'reject') image.grants[account] = { ...there, consent: 'rejected' };
  else if (!letsLaunch(there)) image.grants[account] = { ...there, consent: 'accepted', since: at };
}

function take(image: ModelImage, isTaken: (principal: string) => boolean): void {
  image.grants = Object.fromEntries(
    Object.entries(image.grants).filter(([principal]) => !isTaken(principal)),
  );
}

/** What is to come is announced by whoever comes after. */
function revoke(
  image: ModelImage,
  { channels, ahead }: Extract<ImageWish, { kind: 'revoke' }>,
  deed: Deed,
): void {
  announceRevocation(image, deed.at);
  if (image.revocation !== null) return;
  const revocation = { since: deed.at + (ahead ?? 0), reason: deed.reason, channels };
  if (ahead === undefined) {
    image.revocation = revocation;
    image.scheduled = null;
  } else if (image.scheduled?.since !== revocation.since || image.scheduled.channels !== channels) {
    image.scheduled = revocation;
  }
}

function disable(image: ModelImage): void {
  if (image.state === 'disabled') return;
  image.state = 'disabled';
  image.taken = termsOf(image);
  image.grants = {};
}

function enable(world: World, image: ModelImage, restorePermissions: boolean, deed: Deed): void {
  if (image.state !== 'disabled') return;
  image.state = 'available';
  const { blocked } = settingsOf(world, image.ownerId);
  for (const terms of image.taken)
    if (restorePermissions && !(terms.principal === 'all' && blocked)) grant(image, terms, deed);
  image.taken = [];
}

function protect(image: ModelImage, protection: ModelImage['protection'], { at }: Deed): void {
  const givesUp = image.protection === 'enabled-with-cooldown' && protection !== 'enabled-with-cooldown';
  image.protection = protection;
  if (givesUp) image.cooldownEnd = at + DAY;
}

function deregister(world: World, image: ModelImage, { at }: Deed): void {
  if (image.state === 'deregistered') return;
  const { rules } = settingsOf(world, image.ownerId);
  const longest = Math.max(...rules.map(({ days }) => days));
  const rule = rules.find(({ days }) => days === longest);
  const until = rule === undefined ? null : at + rule.days * DAY;
  image.deregistered = { at, from: image.state, until, ruleId: rule?.ruleId ?? null };
  image.state = 'deregistered';
}

interface Rollback {
  readonly deed: Deed;
  readonly id: string;
}

function rollBack(
  image: ModelImage,
  earlier: Remembered,
  include: readonly string[],
  { deed, id }: Rollback,
): void {
  const before = rememberedOf(image);
  for (const aspect of ORDER) if (include.includes(aspect)) giveBack[aspect](image, earlier, deed);
  if (JSON.stringify(rememberedOf(image)) !== JSON.stringify(before))
    image.rollbacks.push({ id, include, before });
}

const ORDER = ['lifecycle', 'launchPermissions', 'attributes', 'tags'] as const;

const giveBack: Record<Aspect, (image: ModelImage, earlier: Remembered, deed: Deed) => void> = {
  lifecycle: (image, { state }) => {
    if (state === image.state) return;
    if (state === 'disabled') return disable(image);
    image.state = 'available';
    image.taken = [];
  },
  launchPermissions: (image, { grants }, deed) => {
    const given = grants.filter((terms) => !isOver(terms, deed.at));
    take(image, (principal) => !given.some((terms) => terms.principal === principal));
    given.forEach((terms) => grant(image, terms, deed));
  },
  attributes: (image, { description, deprecateAt }) => {
    describe(image, description ?? '');
    image.deprecateAt = deprecateAt;
  },
  tags: (image, { tags }) => {
    image.tags = { ...tags };
  },
};

function undo(image: ModelImage, rollback: number, of: Rollback): void {
  const undone = rollbackAt(image, rollback);
  if (undone === undefined) throw new Error('there was nothing to undo');
  const { include, before } = undone;
  rollBack(image, before, include.includes('lifecycle') ? [...include, 'launchPermissions'] : include, of);
}

/** Counted from the last one. */
export const rollbackAt = (
  { rollbacks }: ModelImage,
  index: number,
): ModelImage['rollbacks'][number] | undefined => rollbacks.at(-1 - index);

export const rememberedOf = ({ state, description, tags, deprecateAt, grants }: ModelImage): Remembered => ({
  state,
  description,
  tags: Object.fromEntries(Object.entries(tags).sort()),
  deprecateAt,
  grants: termsOf({ grants }),
});

const termsOf = ({ grants }: Pick<ModelImage, 'grants'>): Terms[] =>
  Object.entries(grants)
    .map(([principal, { expires, consent }]) => ({ principal, expires, asks: consent !== 'not-asked' }))
    .sort((one, other) => (one.principal < other.principal ? -1 : 1));
