import { inForce, isThere, moment } from '../launch-permissions/in-force';
import { validity } from '../validity';
import type { Viewer } from '../viewer';

const PERMISSIONS = 'views.launch_permissions_5';
const PRINCIPALS = 'views.organization_principals_1';
const IMAGES = 'views.images_6';

/** Images that are shared with the account in a parameter by its own name. */
export const sharedByName = (parameter: string, asOf: Date | undefined): string =>
  `SELECT p.image_id FROM ${PERMISSIONS} p WHERE p.principal = :${parameter} AND ${inForce('p', asOf)}`;

/** Images that the viewer is asked about, or said no to: it sees what that is, and finds it by its id alone. */
const isOffered = (alias: string): string =>
  `EXISTS (SELECT FROM ${PERMISSIONS} a WHERE a.image_id = ${alias}.image_id AND a.principal = :viewer AND ${isThere('a', undefined)})`;

/** Those, and images that are shared with what the account is in. */
export const sharedWith = (parameter: string, asOf: Date | undefined): string =>
  `SELECT p.image_id FROM ${PERMISSIONS} p WHERE p.principal = ANY (${covering(parameter, asOf)}) AND ${inForce('p', asOf)}`;

/** An array: it is made once, and an index finds each of its few. */
const covering = (parameter: string, asOf: Date | undefined): string =>
  `ARRAY(SELECT :${parameter} UNION ALL
     SELECT o.principal FROM ${PRINCIPALS} o WHERE o.account = :${parameter} AND ${validity('o', asOf)})`;

/**
 * SQL over an alias of the images: what an account in a parameter may launch, or could, is under one of the conditions,
 * each with an index as `visibleTo` has it. What the account allows itself comes on top.
 */
export const launchableBy = (parameter: string, alias: string, asOf: Date | undefined): readonly string[] =>
  [
    `${alias}.owner_id = :${parameter}`,
    isPublic(alias, asOf),
    `${alias}.image_id = ANY (ARRAY(${sharedWith(parameter, asOf)}))`,
  ].map((condition) => `${condition} AND ${alias}.state = 'available'`);

/**
 * Images that are deprecated, or were, and those that are not. They become so by themselves, with no change of a row.
 * Both are written so that statistics say how many there are.
 */
export const isDeprecated = (alias: string, asOf: Date | undefined): string =>
  `${alias}.deprecation_time <= ${moment(asOf)} AND NOT ${isUndeprecated(alias, asOf)}`;
export const isNotDeprecated = (alias: string, asOf: Date | undefined): string =>
  `(${alias}.deprecation_time IS NULL OR ${alias}.deprecation_time > ${moment(asOf)} OR ${isUndeprecated(alias, asOf)})`;

/** What was deprecated for being public, and is public no more. */
const isUndeprecated = (alias: string, asOf: Date | undefined): string =>
  `(coalesce(${alias}.public_until <= ${moment(asOf)}, false)
    AND coalesce(${alias}.deprecate_at > ${moment(asOf)}, true))`;

/** From when on an image is deprecated, as one of what it is at a time. */
export const deprecationTime = (alias: string, asOf: Date | undefined): string =>
  `CASE WHEN ${alias}.public_until <= ${moment(asOf)} THEN ${alias}.deprecate_at ELSE ${alias}.deprecation_time END`;

/** Images that everybody may launch: what was granted to them for a time ends by itself. */
export const isPublic = (alias: string, asOf: Date | undefined): string =>
  `${alias}.is_public AND (${alias}.public_until IS NULL OR ${alias}.public_until > ${moment(asOf)})`;

/** Images that somebody else may launch as one who is named. OFFSET 0 as below. */
export const isShared = (alias: string, asOf: Date | undefined): string =>
  `(${alias}.was_shared AND EXISTS (
    SELECT FROM ${PERMISSIONS} s WHERE s.image_id = ${alias}.image_id AND s.principal <> 'all' AND ${inForce('s', asOf)} OFFSET 0))`;

/** Images that are in the Recycle Bin, which they leave by themselves. */
export const isRetained = (alias: string, asOf: Date | undefined): string =>
  `${alias}.retained_until > ${moment(asOf)}`;

/** Images that are revoked: what was scheduled is so by itself. */
export const isRevoked = (alias: string, asOf: Date | undefined): string =>
  `(${alias}.revocations <> '[]'
    OR coalesce((${alias}.scheduled_revocation ->> 'since')::timestamptz <= ${moment(asOf)}, false))`;

/** OFFSET 0 keeps it a question about one image, asked of as many as a page takes, and not a join with them all. */
const launchableNow = (alias: string): string => `EXISTS (
  SELECT FROM ${IMAGES} n
  WHERE n.image_id = ${alias}.image_id AND ${validity('n', undefined)} AND n.state = 'available'
    AND (${isPublic('n', undefined)} OR EXISTS (
      SELECT FROM ${PERMISSIONS} m
      WHERE m.image_id = n.image_id AND m.principal = ANY (${covering('viewer', undefined)}) AND ${inForce('m', undefined)} OFFSET 0))
  OFFSET 0)`;

/**
 * SQL over an alias of the images: whatever is true under one of the conditions is visible to the account `:viewer`.
 *
 * Owners, auditors and administrators see everything; others see what they may launch. Of the past they see what they
 * could launch then and can launch now: what was taken from them is not theirs to look at any more.
 *
 * What is deprecated, others find by its id, and not in lists.
 *
 * Each condition has an index in the order of the list, which an OR of all would not have; what is shared is found by
 * its ids, so that nobody reads the images of all for the few that are shared.
 */
export function visibleTo(
  { mayReadAll }: Viewer,
  alias: string,
  asOf: Date | undefined,
  how: 'by id' | 'in lists',
): readonly string[] {
  if (mayReadAll) return ['true'];
  const then = asOf === undefined ? '' : ` AND ${launchableNow(alias)}`;
  const listed = how === 'by id' ? '' : ` AND ${isNotDeprecated(alias, asOf)}`;
  const launchable = `${alias}.state = 'available'${listed}${then}`;
  return [
    `${alias}.owner_id = :viewer`,
    `${isPublic(alias, asOf)} AND ${launchable}`,
    `${alias}.image_id = ANY (ARRAY(${sharedWith('viewer', asOf)})) AND ${launchable}`,
    ...(how === 'by id' && asOf === undefined ? [`${isOffered(alias)} AND ${launchable}`] : []),
  ];
}
