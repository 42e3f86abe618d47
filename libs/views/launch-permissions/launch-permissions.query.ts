import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Actor } from '#event-sourcing';
import {
  principalsOf,
  type IMAGE_NOT_ALLOWED,
  type LaunchGrounds,
  type LaunchPrincipal,
} from '#machine-images';
import { ImageRow, revocationFactsAt } from '../images/image.row';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { validAt } from '../validity';
import { OrganizationAccountRow, OrganizationPrincipalRow } from '../organizations/organization-account.row';
import { isThere } from './in-force';
import { LaunchPermissionRow } from './launch-permission.row';

/** Whether an account may launch an image, and why. */
export type Access =
  | {
      readonly allowed: true;
      readonly grounds: LaunchGrounds;
      /** Which organization or unit, where the account is allowed as one of it. */
      readonly grantedTo?: LaunchPrincipal;
      readonly since: Date;
      /** Where the permission ends by itself. */
      readonly expiresAt?: Date;
      readonly grantedBy: Actor | null;
      /** Nobody asked the ledger for it: it was seen to be so, at the time it is known since. */
      readonly observed?: true;
      readonly reason: string | null;
    }
  | {
      readonly allowed: false;
      readonly because:
        | 'no-launch-permission'
        /** The account was asked whether it accepts, and has not. */
        | 'pending'
        | 'rejected'
        | 'image-deregistered'
        | 'image-disabled'
        | 'image-failed'
        | 'image-pending'
        | 'image-revoked'
        | typeof IMAGE_NOT_ALLOWED
        | 'unknown-image';
    };

export interface LaunchPermissionPage {
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

export class LaunchPermissions {
  constructor(private readonly database: DataSource) {}

  /** Who may launch an image besides its owner, now or at a time; by principal. */
  async page(
    imageId: string,
    { asOf, limit, cursor }: LaunchPermissionPage,
  ): Promise<Page<LaunchPermissionRow>> {
    const list = ['launch-permissions', imageId, asOf?.toISOString()];
    const [after = ''] = cursor === undefined ? [] : decodeCursor(list, cursor, 1);
    const rows = await this.of(imageId, asOf)
      .andWhere('permission.principal > :after', { after })
      .limit(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ principal }) => encodeCursor(list, [principal]),
    );
  }

  /** What an account was asked to accept, and what it said; images that nobody can launch now are not among them. */
  async offers(
    account: string,
    { asOf, limit, cursor }: LaunchPermissionPage,
  ): Promise<Page<LaunchPermissionRow>> {
    const list = ['launch-permission-offers', account, asOf?.toISOString()];
    const [after = ''] = cursor === undefined ? [] : decodeCursor(list, cursor, 1);
    const images = validAt(
      this.database.getRepository(ImageRow).createQueryBuilder('image').select('1'),
      'image',
      asOf,
    ).andWhere("image.imageId = permission.imageId AND image.state = 'available'");
    const rows = await this.database
      .getRepository(LaunchPermissionRow)
      .createQueryBuilder('permission')
      .where(isThere('permission', asOf), asOf === undefined ? {} : { asOf })
      .andWhere("permission.principal = :account AND permission.consent <> 'not-asked'", { account })
      .andWhere('permission.imageId > :after', { after })
      .andWhere(`EXISTS (${images.getQuery()})`)
      .orderBy('permission.imageId')
      .limit(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ imageId }) => encodeCursor(list, [imageId]),
    );
  }

  async access(imageId: string, account: string, asOf: Date | undefined): Promise<Access> {
    const image = await validAt(
      this.database.getRepository(ImageRow).createQueryBuilder('image'),
      'image',
      asOf,
    )
      .andWhere('image.imageId = :imageId', { imageId })
      .getOne();
    if (image === null) return { allowed: false, because: 'unknown-image' };
    if (image.state !== 'available') return { allowed: false, because: `image-${image.state}` };
    if (revocationFactsAt(image, asOf ?? new Date()).length > 0)
      return { allowed: false, because: 'image-revoked' };
    if (image.ownerId === account) return ownersAccess(image);
    const names = await this.namesOf(account, asOf);
    const grants = await this.of(imageId, asOf)
      .andWhere('permission.principal IN (:...names)', { names })
      .getMany();
    const [best] = grants
      .filter(({ consent }) => consent === 'not-asked' || consent === 'accepted')
      .sort((a, b) => names.indexOf(a.principal) - names.indexOf(b.principal));
    return best === undefined
      ? { allowed: false, because: unaccepted(grants) ?? 'no-launch-permission' }
      : grantedAccess(best, await this.coveredSince(best, account, asOf));
  }

  /** What can be said of an account in a grant: as a launch has it, the closer it is named, the more that says. */
  private async namesOf(account: string, asOf: Date | undefined): Promise<readonly string[]> {
    const members = this.database.getRepository(OrganizationAccountRow).createQueryBuilder('member');
    const member = await validAt(members, 'member', asOf)
      .andWhere('member.account = :account', { account })
      .getOne();
    if (member === null) return [account, 'all'];
    const { organizationId, unit } = member;
    return [account, ...principalsOf({ organizationId, ...(unit === null ? {} : { unit }) }), 'all'];
  }

  /** Since when the account has been in the organization or unit that a grant names. */
  private async coveredSince(
    { principal }: LaunchPermissionRow,
    account: string,
    asOf: Date | undefined,
  ): Promise<Date | undefined> {
    const principals = this.database.getRepository(OrganizationPrincipalRow).createQueryBuilder('covering');
    const covering = await validAt(principals, 'covering', asOf)
      .andWhere('covering.account = :account AND covering.principal = :principal', { account, principal })
      .getOne();
    return covering?.validFrom;
  }

  private of(imageId: string, asOf: Date | undefined): SelectQueryBuilder<LaunchPermissionRow> {
    const permissions = this.database.getRepository(LaunchPermissionRow).createQueryBuilder('permission');
    return permissions
      .where(isThere('permission', asOf), asOf === undefined ? {} : { asOf })
      .andWhere('permission.imageId = :imageId', { imageId })
      .orderBy('permission.principal');
  }
}

const unaccepted = (grants: readonly LaunchPermissionRow[]): 'pending' | 'rejected' | undefined =>
  grants
    .map(({ consent }) => consent)
    .find((consent): consent is 'pending' | 'rejected' => consent === 'pending' || consent === 'rejected');

/** Of an adopted image nothing is known from before its adoption. */
const ownersAccess = ({ creationDate, adoptionTime }: ImageRow): Access => ({
  allowed: true,
  grounds: 'owner',
  since: adoptionTime ?? creationDate,
  grantedBy: null,
  ...(adoptionTime === null ? {} : { observed: true }),
  reason: null,
});

function groundsOf(granted: LaunchPrincipal): LaunchGrounds {
  if ('userId' in granted) return 'account';
  if ('group' in granted) return 'public';
  return 'organizationArn' in granted ? 'organization' : 'organizational-unit';
}

/** It holds since both do: the grant, and that the account is in what the grant names. */
function grantedAccess(grant: LaunchPermissionRow, coveredSince: Date | undefined): Access {
  const { grantedTo, grantedBy, observed, reason, expiresAt } = grant;
  const told = observed ? { grantedBy: null, observed } : { grantedBy };
  const since = coveredSince !== undefined && coveredSince > grant.since ? coveredSince : grant.since;
  const named = coveredSince === undefined ? {} : { grantedTo };
  const ends = expiresAt === null ? {} : { expiresAt };
  return { allowed: true, grounds: groundsOf(grantedTo), ...named, since, ...ends, ...told, reason };
}
