import { IsNull, Not, type DataSource, type SelectQueryBuilder } from 'typeorm';
import { UnknownImage, type ImageCriterion } from '#machine-images';
import { allowedCondition, allowedParameters } from './allowed-images';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';
import { validAt, validity } from '../validity';
import type { Viewer } from '../viewer';
import { factsAt, ImageRow, type ImageFacts } from './image.row';
import { filterConditions, filterParameters, launcherIn, type ImageFilters } from './image-filters';
import { isShared, launchableBy, visibleTo } from './image-visibility';

export { launcherIn, type ImageFilters } from './image-filters';

export interface ImageList {
  readonly viewer: Viewer;
  readonly filters: ImageFilters;
  /** Of the account that is to launch them, where it allows itself nothing else. */
  readonly allowed?: readonly ImageCriterion[];
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

/** The images that there are, and were. What a viewer may not launch does not exist for it. */
export class Images {
  constructor(private readonly database: DataSource) {}

  /** Also deregistered ones, to those who see more than what they may launch. */
  async find(imageId: string, viewer: Viewer, asOf?: Date): Promise<ImageFacts | undefined> {
    const visible = visibleTo(viewer, 'image', asOf, 'by id').map((condition) => `(${condition})`);
    const row = await validAt(this.select(), 'image', asOf)
      .andWhere('image.imageId = :imageId', { imageId })
      .andWhere(`(${visible.join(' OR ')})`, { viewer: viewer.account })
      .getOne();
    return row === null ? undefined : (await this.facts([row], asOf))[0];
  }

  /** What to say of an image that `find` did not find. Whether it exists for others is for the record alone. */
  async unknown(imageId: string, { account, mayReadAll }: Viewer): Promise<UnknownImage> {
    const exists = await this.database
      .getRepository(ImageRow)
      .existsBy({ imageId, validTo: IsNull(), ownerId: Not(account) });
    const unknown = new UnknownImage(imageId);
    return exists && !mayReadAll ? unknown.asHidden() : unknown;
  }

  /** Newest first: images that arrive meanwhile stand before the first page and shift nothing. */
  async list({ viewer, filters, allowed, asOf, limit, cursor }: ImageList): Promise<Page<ImageFacts>> {
    const list = ['images', viewer.account, viewer.mayReadAll, filters, asOf?.toISOString()];
    const [creationDate, afterImageId] = cursor === undefined ? [] : decodeCursor(list, cursor, 2);
    const rows = await this.select()
      .where(
        `(image.image_id, image.valid_from) IN (${pageQuery({ viewer, filters, allowed, asOf }, cursor !== undefined)})`,
      )
      .setParameters({ ...filterParameters(filters, viewer), take: limit + 1 })
      // What is allowed is so to the account that the list is about.
      .setParameters({ viewer: launcherIn(filters, viewer) ?? viewer.account })
      .setParameters({ asOf, creationDate, afterImageId })
      .setParameters(allowedParameters(allowed ?? [], asOf ?? new Date()))
      .orderBy('image.creationDate', 'DESC')
      .addOrderBy('image.imageId', 'DESC')
      .limit(limit + 1)
      .getMany();
    return pageOf(
      await this.facts(rows, asOf),
      limit,
      (row) => row,
      (row) => encodeCursor(list, [row.creationDate.toISOString(), row.imageId]),
    );
  }

  private async facts(rows: readonly ImageRow[], asOf: Date | undefined): Promise<readonly ImageFacts[]> {
    const shared = new Set(await this.sharedOf(rows, asOf));
    const at = asOf ?? new Date();
    return rows.map((row) => factsAt(row, shared.has(row.imageId), at));
  }

  /** Those that are shared with somebody by name. */
  private async sharedOf(rows: readonly ImageRow[], asOf: Date | undefined): Promise<readonly string[]> {
    const asked = rows.filter(({ wasShared }) => wasShared);
    if (asked.length === 0) return [];
    const found = await this.select()
      .select('image.imageId', 'imageId')
      .where(
        '(image.image_id, image.valid_from) IN (SELECT * FROM unnest(:imageIds::text[], :from::timestamptz[]))',
      )
      .andWhere(isShared('image', asOf))
      .setParameters({
        imageIds: asked.map(({ imageId }) => imageId),
        from: asked.map(({ validFrom }) => validFrom),
        asOf,
      })
      .getRawMany<{ imageId: string }>();
    return found.map(({ imageId }) => imageId);
  }

  private select(): SelectQueryBuilder<ImageRow> {
    return this.database.getRepository(ImageRow).createQueryBuilder('image');
  }
}

type PageOf = Pick<ImageList, 'viewer' | 'filters'> & {
  readonly allowed: ImageList['allowed'] | undefined;
  readonly asOf: Date | undefined;
};

/**
 * The keys of a page: as many as it takes under each condition that makes an image visible, each found in the order of
 * the list by an index of its own. The page itself is among them.
 */
function pageQuery({ viewer, filters, allowed, asOf }: PageOf, goesOn: boolean): string {
  const conditions = [
    validity('image', asOf),
    // It says nothing new; it tells the index where to begin, past all that was made since.
    ...(asOf === undefined ? [] : ['image.creation_date <= :asOf']),
    ...filterConditions(filters, viewer, asOf),
    ...(allowed === undefined ? [] : [`(${allowedCondition(allowed, asOf)})`]),
    ...(goesOn
      ? ['(image.creation_date, image.image_id) < (:creationDate::timestamptz, :afterImageId)']
      : []),
  ].join(' AND ');
  const launcher = launcherIn(filters, viewer);
  const ways =
    launcher === undefined
      ? visibleTo(viewer, 'image', asOf, 'in lists')
      : launchableBy('executableBy', 'image', asOf);
  return ways
    .map(
      (visible) => `(
        SELECT image.image_id, image.valid_from FROM views.images_6 image WHERE ${conditions} AND ${visible}
        ORDER BY image.creation_date DESC, image.image_id DESC LIMIT :take)`,
    )
    .join(' UNION ');
}
