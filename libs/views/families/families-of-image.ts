import { IsNull, type DataSource } from 'typeorm';
import type { Position } from '#event-sourcing';
import type { FamiliesOfImage, FamilyId } from '#machine-images';
import type { ViewPositions } from '#projections';
import { familiesView } from './families.projector';
import { ImageVersionRow } from './family.rows';

/** How long it waits for the view, in milliseconds, before whoever asked may ask again. */
const PATIENCE = 10_000;

export class FamiliesOfImageView implements FamiliesOfImage {
  constructor(
    private readonly database: DataSource,
    private readonly positions: ViewPositions,
    private readonly patience = PATIENCE,
  ) {}

  /** Throws ViewIsBehind. */
  async holding(imageId: string, position: Position): Promise<readonly FamilyId[]> {
    await this.positions.waitFor([familiesView], position, this.patience);
    return this.database
      .getRepository(ImageVersionRow)
      .find({ select: { ownerId: true, name: true }, where: { imageId, validTo: IsNull() } });
  }
}
