import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { UnknownChannel, type FamilyId } from '#machine-images';
import { Families, type ChannelMovementRow, type FamilyPage, type Page, type Viewer } from '#views';
import { OwnersFamilies } from '../reading/owners-families';

export class GetChannelHistory extends Query<Page<ChannelMovementRow>> {
  constructor(
    readonly id: FamilyId,
    readonly channel: string,
    readonly viewer: Viewer,
    readonly page: FamilyPage,
  ) {
    super();
  }
}

@QueryHandler(GetChannelHistory)
export class GetChannelHistoryHandler implements IQueryHandler<GetChannelHistory> {
  constructor(
    private readonly owners: OwnersFamilies,
    private readonly families: Families,
  ) {}

  /** Throws UnknownFamily, UnknownChannel. */
  async execute({ id, channel, viewer, page }: GetChannelHistory): Promise<Page<ChannelMovementRow>> {
    await this.owners.family(id, viewer);
    const movements = await this.families.movements(id, channel, page);
    if (movements.items.length === 0 && page.cursor === undefined) throw new UnknownChannel(channel);
    return movements;
  }
}
