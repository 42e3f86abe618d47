import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Actor } from '#event-sourcing';
import type { IMAGE_NOT_ALLOWED } from '#machine-images';
import { ImageRow } from '../images/image.row';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { validAt } from '../validity';
import { LaunchPermissionRow } from './launch-permission.row';

export type Grounds = 'owner' | 'public' | 'account';

/** Whether an account may launch an image, and why. */
export type Access =
  | {
      readonly allowed: true;
      readonly grounds: Grounds;
      readonly since: Date;
      readonly grantedBy: Actor | null;
      readonly reason: string | null;
    }
  | {
      readonly allowed: false;
      readonly because:
        | 'no-launch-permission'
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
    if (image.revocations.length > 0) return { allowed: false, because: 'image-revoked' };
    if (image.ownerId === account) return ownersAccess(image);
    const grants = await this.of(imageId, asOf)
      .andWhere('permission.principal IN (:account, :everybody)', { account, everybody: 'all' })
      .getMany();
    // A grant to the account says more than one to everybody.
    const grant =
      grants.find(({ principal }) => principal === account) ??
      grants.find(({ principal }) => principal === 'all');
    return grant === undefined ? { allowed: false, because: 'no-launch-permission' } : grantedAccess(grant);
  }

  private of(imageId: string, asOf: Date | undefined): SelectQueryBuilder<LaunchPermissionRow> {
    const permissions = this.database.getRepository(LaunchPermissionRow).createQueryBuilder('permission');
    return validAt(permissions, 'permission', asOf)
      .andWhere('permission.imageId = :imageId', { imageId })
      .orderBy('permission.principal');
  }
}

const ownersAccess = ({ creationDate }: ImageRow): Access => ({
  allowed: true,
  grounds: 'owner',
  since: creationDate,
  grantedBy: null,
  reason: null,
});

const grantedAccess = ({ principal, validFrom, grantedBy, reason }: LaunchPermissionRow): Access => ({
  allowed: true,
  grounds: principal === 'all' ? 'public' : 'account',
  since: validFrom,
  grantedBy,
  reason,
});
