import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { ImageLifecycle, Tags, Visibility } from '#machine-images';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { validAt } from '../validity';
import type { Viewer } from '../viewer';
import { ImageRow } from './image.row';
import { addFilters, visibleTo } from './image-filters';

export interface ImageFilters {
  readonly region: string;
  readonly ownerId?: string;
  readonly visibility?: Visibility;
  /**
   * As EC2's ExecutableUsers: an account that it is shared with by name, `self` for what the viewer may launch by being
   * named, `all` for public ones.
   */
  readonly executableBy?: string;
  /** May hold the wildcards `*` and `?`. */
  readonly name?: string;
  /** Deregistered ones are listed only when this asks for them. */
  readonly state?: ImageLifecycle;
  readonly tags?: Tags;
}

export interface ImageList {
  readonly viewer: Viewer;
  readonly filters: ImageFilters;
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

/** The images that there are, and were. What a viewer may not launch does not exist for it. */
export class Images {
  constructor(private readonly database: DataSource) {}

  /** Also deregistered ones, to those who see more than what they may launch. */
  async find(imageId: string, viewer: Viewer, asOf?: Date): Promise<ImageRow | undefined> {
    const query = visibleTo(validAt(this.select(), 'image', asOf), viewer, asOf);
    return (await query.andWhere('image.imageId = :imageId', { imageId }).getOne()) ?? undefined;
  }

  /** Newest first: images that arrive meanwhile stand before the first page and shift nothing. */
  async list({ viewer, filters, asOf, limit, cursor }: ImageList): Promise<Page<ImageRow>> {
    const list = ['images', viewer.account, viewer.mayReadAll, filters, asOf?.toISOString()];
    const query = addFilters(
      visibleTo(validAt(this.select(), 'image', asOf), viewer, asOf),
      filters,
      viewer,
      asOf,
    );
    if (cursor !== undefined) goOnAfter(query, decodeCursor(list, cursor, 2));
    const rows = await query
      .orderBy('image.creationDate', 'DESC')
      .addOrderBy('image.imageId', 'DESC')
      .limit(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ creationDate, imageId }) => encodeCursor(list, [creationDate.toISOString(), imageId]),
    );
  }

  private select(): SelectQueryBuilder<ImageRow> {
    return this.database.getRepository(ImageRow).createQueryBuilder('image');
  }
}

const goOnAfter = (
  query: SelectQueryBuilder<ImageRow>,
  [creationDate, imageId]: readonly string[],
): unknown =>
  query.andWhere('(image.creationDate, image.imageId) < (:creationDate::timestamptz, :afterImageId)', {
    creationDate,
    afterImageId: imageId,
  });
