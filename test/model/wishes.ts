export const ACCOUNTS = ['111122223333', '222233334444', '333344445555', '444455556666'] as const;
export const OWNERS = ACCOUNTS.slice(0, 2);
export const ORGANIZATIONS = ['o-aaaaaaaaaa', 'o-bbbbbbbbbb'] as const;
export const UNITS = ['ou-ab12-11111111', 'ou-ab12-22222222'] as const;
export const FAMILIES = ['web', 'db'] as const;
export const CHANNELS = ['prod', 'beta'] as const;
export const NAMES = ['web 1.0', 'web 2.0', 'db_1.0', 'dbx1.0', 'db (5)'] as const;
export const TAG_FILTERS = [{ team: 'a' }, { team: 'b', Name: '' }] as const;

/** What an account allows itself of the images of others. */
export interface Criterion {
  readonly imageProviders?: readonly string[];
  readonly imageNames?: readonly string[];
  readonly creationDateCondition?: { readonly maximumDaysSinceCreated: number };
  readonly deprecationTimeCondition?: { readonly maximumDaysSinceDeprecated: number };
}

export type Aspect = 'lifecycle' | 'launchPermissions' | 'attributes' | 'tags';

/** `image` and the like are counted among those that there are. */
export type ImageWish =
  | { readonly kind: 'describe'; readonly description: string }
  | { readonly kind: 'tag'; readonly tags: Readonly<Record<string, string>> }
  | {
      readonly kind: 'share';
      /** For good, or for so many milliseconds. */
      readonly add: readonly {
        readonly principal: string;
        readonly lasts?: number;
        readonly requiresAcceptance?: boolean;
      }[];
      readonly remove: readonly string[];
    }
  | { readonly kind: 'answer'; readonly account: string; readonly decision: 'accept' | 'reject' | 'leave' }
  | { readonly kind: 'deprecate'; readonly ahead: number }
  | { readonly kind: 'undeprecate' }
  | { readonly kind: 'disable' }
  | { readonly kind: 'enable'; readonly restorePermissions: boolean }
  | { readonly kind: 'protect'; readonly withCooldown: boolean }
  | { readonly kind: 'unprotect' }
  | { readonly kind: 'revoke'; readonly channels: 'move' | 'keep'; readonly ahead?: number }
  | { readonly kind: 'reinstate' }
  | { readonly kind: 'deregister' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'roll-back'; readonly moment: number; readonly include: readonly Aspect[] }
  | { readonly kind: 'undo'; readonly rollback: number };

export type FamilyWish =
  | { readonly kind: 'create-family'; readonly description?: string }
  | { readonly kind: 'publish'; readonly image: number }
  | { readonly kind: 'promote'; readonly channel: string; readonly version: number }
  | { readonly kind: 'roll-back-channel'; readonly channel: string; readonly to?: number }
  | { readonly kind: 'undo-channel'; readonly channel: string; readonly rollback: number };

export type Wish =
  | {
      readonly kind: 'register';
      readonly owner: string;
      readonly name: string;
      readonly description?: string;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'image'; readonly image: number; readonly change: ImageWish }
  | { readonly kind: 'family'; readonly owner: string; readonly name: string; readonly change: FamilyWish }
  | { readonly kind: 'block-public-access'; readonly account: string; readonly blocked: boolean }
  | {
      readonly kind: 'allow-images';
      readonly account: string;
      readonly state: 'disabled' | 'audit-mode' | 'enabled';
      readonly criteria?: readonly Criterion[];
    }
  | { readonly kind: 'retain'; readonly account: string; readonly days: number }
  | {
      readonly kind: 'place';
      readonly account: string;
      readonly organization: string;
      readonly units: readonly string[];
    }
  | { readonly kind: 'leave'; readonly account: string; readonly organization: string }
  /** Somebody says what has taken effect by itself. */
  | { readonly kind: 'announce' };

export interface Step {
  /** How long after the one before, in milliseconds. */
  readonly after: number;
  readonly wish: Wish;
  readonly reason?: string;
  /** Asks for somebody else's as well: who may not is refused, and nothing happens. */
  readonly by: 'owner' | 'stranger';
}
