import type { ImageLifecycle, Tags, Visibility } from '#machine-images';
import type { Viewer } from '../viewer';
import {
  isDeprecated,
  isNotDeprecated,
  isPublic,
  isRetained,
  isRevoked,
  isShared,
  sharedByName,
  sharedWith,
} from './image-visibility';

export interface ImageFilters {
  readonly region: string;
  readonly ownerId?: string;
  readonly visibility?: Visibility;
  /**
   * As EC2's ExecutableUsers: an account that it is shared with by name, `self` for what is shared with the viewer, its
   * organization or one of its units, `all` for public ones. To those who may see all, everything that the account may
   * launch, on whatever ground.
   */
  readonly executableBy?: string;
  /** May hold the wildcards `*` and `?`. */
  readonly name?: string;
  /** Deregistered ones are listed only when this asks for them. */
  readonly state?: ImageLifecycle;
  readonly deprecated?: boolean;
  readonly revoked?: boolean;
  /** In the Recycle Bin, and so deregistered. */
  readonly retained?: boolean;
  readonly tags?: Tags;
}

const VISIBILITY: Readonly<Record<Visibility, (asOf: Date | undefined) => string>> = {
  public: (asOf) => isPublic('image', asOf),
  shared: (asOf) => `NOT (${isPublic('image', asOf)}) AND ${isShared('image', asOf)}`,
  private: (asOf) => `NOT (${isPublic('image', asOf)}) AND NOT ${isShared('image', asOf)}`,
};

/** SQL over the alias `image`, all of which must be true; `filterParameters` has the values. */
export const filterConditions = (
  filters: ImageFilters,
  viewer: Viewer,
  asOf: Date | undefined,
): readonly string[] => [
  'image.region = :region',
  filters.state === undefined && filters.retained !== true
    ? "image.state <> 'deregistered'"
    : 'image.state = :state',
  ...(filters.ownerId === undefined ? [] : ['image.owner_id = :ownerId']),
  ...(filters.name === undefined ? [] : ['image.name LIKE :name']),
  ...(filters.tags === undefined ? [] : ['image.tags @> :tags::jsonb']),
  ...(filters.visibility === undefined ? [] : [VISIBILITY[filters.visibility](asOf)]),
  ...deprecated(filters, asOf),
  ...retained(filters, asOf),
  ...revoked(filters, asOf),
  ...executableBy(filters, viewer, asOf),
];

export const filterParameters = (
  { region, ownerId, state, retained: kept, name, tags, executableBy: by }: ImageFilters,
  { account }: Viewer,
): Readonly<Record<string, unknown>> => ({
  region,
  ownerId,
  state: state ?? (kept === true ? 'deregistered' : undefined),
  name: name === undefined ? undefined : likePatternOf(name),
  tags: JSON.stringify(tags),
  executableBy: by === 'self' ? account : by,
});

function deprecated({ deprecated: wanted }: ImageFilters, asOf: Date | undefined): readonly string[] {
  if (wanted === undefined) return [];
  return [wanted ? isDeprecated('image', asOf) : isNotDeprecated('image', asOf)];
}

function retained({ retained: wanted }: ImageFilters, asOf: Date | undefined): readonly string[] {
  if (wanted === undefined) return [];
  return [wanted ? isRetained('image', asOf) : `NOT coalesce(${isRetained('image', asOf)}, false)`];
}

function executableBy(
  { executableBy: by }: ImageFilters,
  { account, mayReadAll }: Viewer,
  asOf: Date | undefined,
): readonly string[] {
  if (by === undefined) return [];
  if (mayReadAll && isAccount(by)) return revoked({ revoked: false }, asOf);
  if (by === 'all') return [isPublic('image', asOf)];
  if (by === 'self' || by === account) return [`image.image_id IN (${sharedWith('executableBy', asOf)})`];
  // With whom else an image is shared is its owner's business.
  return [`image.image_id IN (${sharedByName('executableBy', asOf)})`, 'image.owner_id = :viewer'];
}

const isAccount = (by: string): boolean => by !== 'all' && by !== 'self';

/** The account whose launches a list is about, to those who may know. */
export const launcherIn = ({ executableBy: by }: ImageFilters, { mayReadAll }: Viewer): string | undefined =>
  mayReadAll && by !== undefined && isAccount(by) ? by : undefined;

/** What is special to LIKE loses it, then EC2's wildcards become LIKE's. */
export const likePatternOf = (name: string): string =>
  name
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');

function revoked(
  { revoked: wanted }: Pick<ImageFilters, 'revoked'>,
  asOf: Date | undefined,
): readonly string[] {
  if (wanted === undefined) return [];
  return [wanted ? isRevoked('image', asOf) : `NOT (${isRevoked('image', asOf)})`];
}
