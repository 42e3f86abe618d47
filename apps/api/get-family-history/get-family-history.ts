import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { families, type FamilyId } from '#machine-images';
import { ResourceHistory, type HistoryItem, type HistoryPage, type Page, type Viewer } from '#views';
import { OwnersFamilies } from '../reading/owners-families';

export class GetFamilyHistory extends Query<Page<HistoryItem>> {
  constructor(
    readonly id: FamilyId,
    readonly viewer: Viewer,
    readonly page: HistoryPage,
  ) {
    super();
  }
}

@QueryHandler(GetFamilyHistory)
export class GetFamilyHistoryHandler implements IQueryHandler<GetFamilyHistory> {
  constructor(
    private readonly owners: OwnersFamilies,
    private readonly history: ResourceHistory,
  ) {}

  /** Throws UnknownFamily. */
  async execute({ id, viewer, page }: GetFamilyHistory): Promise<Page<HistoryItem>> {
    await this.owners.family(id, viewer);
    return this.history.page(families.stream(id), page);
  }
}
