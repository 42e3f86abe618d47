import { ACCOUNTS } from './wishes';

/** Everything there is at one moment, in the plainest words; times in milliseconds. Nothing of the ledger is in it. */
export interface World {
  readonly images: Record<string, ModelImage>;
  readonly members: Record<string, ModelMember | undefined>;
  /** By `account/name`. */
  readonly families: Record<string, ModelFamily>;
  readonly settings: Record<string, ModelSettings>;
}

export interface Deed {
  readonly at: number;
  readonly account: string;
  readonly reason: string | null;
}

export interface ModelGrant {
  /** Without a break, on whatever terms. */
  readonly since: number;
  /** It is over from then on. */
  readonly expires: number | null;
  readonly account: string;
  readonly reason: string | null;
  /** Whether it was asked for acceptance, and what it said. */
  readonly consent: Consent;
}

export type Consent = 'not-asked' | 'pending' | 'accepted' | 'rejected';

export const letsLaunch = ({ consent }: Pick<ModelGrant, 'consent'>): boolean =>
  consent === 'not-asked' || consent === 'accepted';

export type Lifecycle = 'available' | 'disabled' | 'deregistered';

export interface ModelImage {
  readonly imageId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly created: number;
  description: string | null;
  tags: Record<string, string>;
  state: Lifecycle;
  /** By principal: `all`, an account, `o-…` or `o-…/ou-…`. */
  grants: Record<string, ModelGrant>;
  /** Whom disabling took it from. */
  taken: Terms[];
  deprecateAt: number | null;
  protection: 'disabled' | 'enabled' | 'enabled-with-cooldown';
  cooldownEnd: number | null;
  revocation: ModelRevocation | null;
  /** It takes effect by itself; whoever announces that makes no difference to the image. */
  scheduled: ModelRevocation | null;
  deregistered: { at: number; from: Lifecycle; until: number | null; ruleId: string | null } | null;
  /** How it was right before each rollback. */
  rollbacks: { id: string; include: readonly string[]; before: Remembered }[];
  /** How many events it has, less one: what the log says. */
  revision: number;
}

export type Terms = Pick<ModelGrant, 'expires'> & { readonly principal: string; readonly asks: boolean };

export interface ModelRevocation {
  readonly since: number;
  readonly reason: string | null;
  readonly channels: 'move' | 'keep';
}

/** What a rollback gives back. */
export type Remembered = Pick<ModelImage, 'state' | 'description' | 'tags' | 'deprecateAt'> & {
  grants: readonly Terms[];
};

export interface ModelMember {
  readonly organization: string;
  readonly units: readonly string[];
  readonly joined: number;
  /** Since when it has been in the organization and in each unit, by principal. */
  readonly covered: Record<string, number>;
  revision: number;
}

export interface ModelFamily {
  readonly ownerId: string;
  readonly name: string;
  readonly description: string | null;
  readonly created: number;
  versions: { imageId: string; revoked: boolean; published: number }[];
  channels: Record<string, { path: number[]; since: number }>;
  /** The path of a channel right before each rollback by hand. */
  rollbacks: { id: string; channel: string; before: readonly number[] }[];
  /** When the newest good version became another one. */
  latestSince: number;
  revision: number;
}

export interface ModelSettings {
  blocked: boolean;
  allowed: { state: 'disabled' | 'audit-mode' | 'enabled'; criteria: readonly ModelCriterion[] };
  /** The oldest first. */
  rules: { ruleId: string; days: number }[];
}

export interface ModelCriterion {
  readonly imageProviders?: readonly string[];
  readonly imageNames?: readonly string[];
  readonly creationDateCondition?: { readonly maximumDaysSinceCreated: number };
  readonly deprecationTimeCondition?: { readonly maximumDaysSinceDeprecated: number };
}

const unset: ModelSettings = { blocked: false, allowed: { state: 'disabled', criteria: [] }, rules: [] };
const empty: World = {
  images: {},
  members: {},
  families: {},
  settings: Object.fromEntries(ACCOUNTS.map((account) => [account, unset])),
};

export const settingsOf = ({ settings }: World, account: string): ModelSettings => settings[account] ?? unset;

/** The newest version that is not revoked. */
export const latestOf = ({ versions }: ModelFamily): number | null =>
  versions.findLastIndex(({ revoked }) => !revoked) + 1 || null;

/** Every world there was. As-of is nothing but the last one that began by then. */
export class Chronicle {
  readonly moments: { readonly at: number; readonly world: World }[] = [];

  get now(): World {
    return this.moments.at(-1)?.world ?? empty;
  }

  /** With all that has taken effect by itself by then. */
  asOf(time: number): World {
    const world = structuredClone(this.moments.findLast(({ at }) => at <= time)?.world ?? empty);
    for (const image of Object.values(world.images)) takeEffect(image, time);
    return world;
  }

  /** What was so from a time on, and is known only now. */
  revise(since: number, change: (world: World) => void): void {
    const before = this.moments.findLastIndex(({ at }) => at <= since);
    const known = this.moments[before];
    if (known !== undefined && known.at < since)
      this.moments.splice(before + 1, 0, { at: since, world: structuredClone(known.world) });
    for (const { at, world } of this.moments) if (at >= since) change(world);
  }

  add(at: number, world: World): void {
    this.moments.push({ at, world: structuredClone(world) });
  }
}

export const isOver = ({ expires }: Pick<ModelGrant, 'expires'>, at: number): boolean =>
  expires !== null && expires <= at;

/** What of an image is over by a time is gone, and what was to come is there. */
export function takeEffect(image: ModelImage, at: number): void {
  dropWhatIsOver(image, at);
  announceRevocation(image, at);
}

export function dropWhatIsOver(image: ModelImage, at: number): void {
  image.grants = Object.fromEntries(Object.entries(image.grants).filter(([, grant]) => !isOver(grant, at)));
  image.taken = image.taken.filter((terms) => !isOver(terms, at));
}

export function announceRevocation(image: ModelImage, at: number): void {
  const { scheduled } = image;
  if (scheduled === null || scheduled.since > at) return;
  image.revocation ??= scheduled;
  image.scheduled = null;
}
