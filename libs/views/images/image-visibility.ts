import { validity } from '../validity';
import type { Viewer } from '../viewer';

const PERMISSIONS = 'views.launch_permissions_1';
const IMAGES = 'views.images_1';

/** Images that are shared with the account in a parameter by its name. */
export const sharedWith = (parameter: string, asOf: Date | undefined): string =>
  `SELECT p.image_id FROM ${PERMISSIONS} p WHERE p.principal = :${parameter} AND ${validity('p', asOf)}`;

/** OFFSET 0 keeps it a question about one image, asked of as many as a page takes, and not a join with them all. */
const launchableNow = (alias: string): string => `EXISTS (
  SELECT FROM ${IMAGES} n
  WHERE n.image_id = ${alias}.image_id AND ${validity('n', undefined)} AND n.state = 'available'
    AND (n.is_public OR EXISTS (
      SELECT FROM ${PERMISSIONS} m
      WHERE m.image_id = n.image_id AND m.principal = :viewer AND ${validity('m', undefined)} OFFSET 0))
  OFFSET 0)`;

/**
 * SQL over an alias of the images: whatever is true under one of the conditions is visible to the account `:viewer`.
 *
 * Owners, auditors and administrators see everything; others see what they may launch. Of the past they see what they
 * could launch then and can launch now: what was taken from them is not theirs to look at any more.
 *
 * Each condition has an index in the order of the list, which an OR of all would not have.
 */
export function visibleTo({ mayReadAll }: Viewer, alias: string, asOf: Date | undefined): readonly string[] {
  if (mayReadAll) return ['true'];
  const then = asOf === undefined ? '' : ` AND ${launchableNow(alias)}`;
  return [
    `${alias}.owner_id = :viewer`,
    `${alias}.is_public AND ${alias}.state = 'available'${then}`,
    `${alias}.image_id IN (${sharedWith('viewer', asOf)}) AND ${alias}.state = 'available'${then}`,
  ];
}
