import type { SelectQueryBuilder } from 'typeorm';
import type { Visibility } from '#machine-images';
import type { Viewer } from '../viewer';
import type { ImageRow } from './image.row';
import type { ImageFilters } from './images.query';

type Query = SelectQueryBuilder<ImageRow>;

const PERMISSIONS = 'views.launch_permissions_1';
const IMAGES = 'views.images_1';

const validNow = (alias: string): string => `${alias}.valid_to IS NULL`;
const validThen = (alias: string): string =>
  `${alias}.valid_from <= :asOf AND (${alias}.valid_to IS NULL OR ${alias}.valid_to > :asOf)`;

const sharedWith = (account: string, valid: (alias: string) => string): string =>
  `SELECT p.image_id FROM ${PERMISSIONS} p WHERE p.principal = :${account} AND ${valid('p')}`;

/**
 * Owners, auditors and administrators see everything; others see what they may launch. Of the past they see what they
 * could launch then and can launch now: what was taken from them is not theirs to look at any more.
 */
export function visibleTo(query: Query, { account, mayReadAll }: Viewer, asOf: Date | undefined): Query {
  if (mayReadAll) return query;
  query.setParameters({ viewer: account });
  if (asOf === undefined)
    return query.andWhere(`(image.ownerId = :viewer OR ${launchable('image', validNow)})`);
  query.setParameters({ asOf });
  const now = `SELECT n.image_id FROM ${IMAGES} n WHERE ${validNow('n')} AND ${launchable('n', validNow)}`;
  return query.andWhere(
    `(image.ownerId = :viewer OR (${launchable('image', validThen)} AND image.image_id IN (${now})))`,
  );
}

const launchable = (alias: string, valid: (alias: string) => string): string =>
  `(${alias}.state = 'available' AND (${alias}.is_public OR ${alias}.image_id IN (${sharedWith('viewer', valid)})))`;

export function addFilters(
  query: Query,
  filters: ImageFilters,
  viewer: Viewer,
  asOf: Date | undefined,
): Query {
  const { region, ownerId, name, state, tags } = filters;
  query.andWhere('image.region = :region', { region });
  if (ownerId !== undefined) query.andWhere('image.ownerId = :ownerId', { ownerId });
  if (name !== undefined) query.andWhere('image.name LIKE :name', { name: likePatternOf(name) });
  if (state === undefined) query.andWhere("image.state <> 'deregistered'");
  else query.andWhere('image.state = :state', { state });
  if (tags !== undefined) query.andWhere('image.tags @> :tags::jsonb', { tags: JSON.stringify(tags) });
  return executableBy(visibility(query, filters), filters, viewer, asOf);
}

const VISIBILITY: Readonly<Record<Visibility, string>> = {
  public: 'image.isPublic',
  shared: 'NOT image.isPublic AND image.shares > 0',
  private: 'NOT image.isPublic AND image.shares = 0',
};

const visibility = (query: Query, { visibility: wanted }: ImageFilters): Query =>
  wanted === undefined ? query : query.andWhere(VISIBILITY[wanted]);

function executableBy(
  query: Query,
  { executableBy: by }: ImageFilters,
  viewer: Viewer,
  asOf: Date | undefined,
): Query {
  if (by === undefined) return query;
  if (by === 'all') return query.andWhere('image.isPublic');
  // With whom else an image is shared is its owner's business.
  if (by !== 'self' && by !== viewer.account && !viewer.mayReadAll) query.andWhere('image.ownerId = :viewer');
  const valid = asOf === undefined ? validNow : validThen;
  const account = by === 'self' ? viewer.account : by;
  return query
    .andWhere(`image.imageId IN (${sharedWith('executableBy', valid)})`)
    .setParameters({ executableBy: account, ...(asOf === undefined ? {} : { asOf }) });
}

/** What is special to LIKE loses it, then EC2's wildcards become LIKE's. */
const likePatternOf = (name: string): string =>
  name
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
