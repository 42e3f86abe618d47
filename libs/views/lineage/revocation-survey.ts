import { In, IsNull, Not, type DataSource } from 'typeorm';
import type { EventStore, Position } from '#event-sourcing';
import type { Counted, HeldImage, OwnedImage, RevocationSurvey, UsedImage } from '#machine-images';
import type { ViewPositions } from '#projections';
import { familiesView } from '../families/families.projector';
import { ImageVersionRow } from '../families/family.rows';
import { InstanceRow } from '../instances/instance.row';
import { instances } from '../instances/instances.projector';
import { ImageLineageView } from './image-lineage';

/** Instances that a plan names; it counts all. */
const NAMED = 100;

/** What a revocation would come upon, as the views know it. */
export class RevocationSurveyView implements RevocationSurvey {
  private readonly lineage: ImageLineageView;

  constructor(
    private readonly database: DataSource,
    private readonly store: EventStore,
    private readonly positions: ViewPositions,
    private readonly patience: number,
  ) {
    this.lineage = new ImageLineageView(database, positions, patience);
  }

  async head(): Promise<Position> {
    return (await this.store.head()).position;
  }

  descendants(resourceId: string, position: Position): Promise<readonly OwnedImage[]> {
    return this.lineage.descendants(resourceId, position);
  }

  /** In the order of families and versions. Throws ViewIsBehind. */
  async held(imageIds: readonly string[], position: Position): Promise<readonly HeldImage[]> {
    await this.positions.waitFor([familiesView], position, this.patience);
    const rows = await this.database.getRepository(ImageVersionRow).find({
      where: { imageId: In([...imageIds]), validTo: IsNull() },
      order: { ownerId: 'ASC', name: 'ASC', version: 'ASC' },
    });
    return rows.map(({ imageId, ownerId, name }) => ({ imageId, family: { ownerId, name } }));
  }

  /** What was launched from them, or got its root volume from them. Throws ViewIsBehind. */
  async running(imageIds: readonly string[], position: Position): Promise<Counted<UsedImage>> {
    await this.positions.waitFor([instances], position, this.patience);
    const alive = { validTo: IsNull(), state: Not<'terminated'>('terminated') } as const;
    const [rows, count] = await this.database.getRepository(InstanceRow).findAndCount({
      where: [
        { ...alive, imageId: In([...imageIds]) },
        { ...alive, rootVolumeImageId: In([...imageIds]) },
      ],
      order: { instanceId: 'ASC' },
      take: NAMED,
    });
    return {
      count,
      items: rows.map(({ instanceId, ownerId, imageId }) => ({ instanceId, ownerId, imageId })),
    };
  }
}
