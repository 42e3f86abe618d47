import type { DataSource } from 'typeorm';
import type { Position } from '#event-sourcing';
import type { BegunCascade, ImageLineage, OwnedImage } from '#machine-images';
import type { ViewPositions } from '#projections';
import { ImageRow, type RevocationFacts } from '../images/image.row';
import { images } from '../images/images.projector';
import { lineage } from './lineage.projector';
import { LineageEdgeRow } from './lineage.row';

/** How long it waits for the views, in milliseconds, before whoever asked may ask again. */
const PATIENCE = 10_000;

interface Revoked {
  readonly imageId: string;
  readonly revocations: readonly RevocationFacts[];
}

/** What came of what, for who carries out cascades of revocations. */
export class ImageLineageView implements ImageLineage {
  constructor(
    private readonly database: DataSource,
    private readonly positions: ViewPositions,
    private readonly patience = PATIENCE,
  ) {}

  /** Throws ViewIsBehind. */
  async descendants(resourceId: string, position: Position): Promise<readonly OwnedImage[]> {
    await this.positions.waitFor([lineage], position, this.patience);
    return this.database.query<OwnedImage[]>(
      `${this.reached('from_id', 'to_id')}
       SELECT DISTINCT e.to_id AS "imageId", e.owner_id AS "ownerId"
       FROM reached JOIN ${this.edges} e ON e.to_id = reached.id
       WHERE reached.id LIKE 'ami-%' AND reached.id <> $1 ORDER BY 1`,
      [resourceId],
    );
  }

  /** Throws ViewIsBehind. */
  async cascadesAbove(imageId: string, position: Position): Promise<readonly BegunCascade[]> {
    await this.positions.waitFor([lineage, images], position, this.patience);
    const revoked = await this.database.query<Revoked[]>(
      `${this.reached('to_id', 'from_id')}
       SELECT image.image_id AS "imageId", image.revocations
       FROM reached JOIN ${this.database.getMetadata(ImageRow).tablePath} image ON image.image_id = reached.id
       WHERE image.valid_to IS NULL AND image.revocations <> '[]' AND reached.id <> $1`,
      [imageId],
    );
    return begunIn(revoked);
  }

  /** However many ways lead to a resource, it is reached once. */
  private reached(near: string, far: string): string {
    return `WITH RECURSIVE reached (id) AS (
      SELECT $1::text COLLATE "C"
      UNION
      SELECT e.${far} FROM reached JOIN ${this.edges} e ON e.${near} = reached.id)`;
  }

  private get edges(): string {
    return this.database.getMetadata(LineageEdgeRow).tablePath;
  }
}

/** One that holds for an image began at it, unless it inherited it. Each once. */
function begunIn(revoked: readonly Revoked[]): readonly BegunCascade[] {
  const begun = revoked.flatMap(({ imageId, revocations }) =>
    revocations.flatMap(({ cause }): readonly BegunCascade[] =>
      cause.kind === 'by-hand'
        ? []
        : [{ cascadeId: cause.cascadeId, beganAt: cause.inheritedFrom ?? imageId }],
    ),
  );
  return [...new Map(begun.map((cascade) => [cascade.cascadeId, cascade])).values()];
}
