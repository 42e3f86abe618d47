import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { settings, type SettingsId } from '#machine-images';
import { ResourceHistory, type HistoryItem, type HistoryPage, type Page } from '#views';

export class GetSettingsHistory extends Query<Page<HistoryItem>> {
  constructor(
    readonly id: SettingsId,
    readonly page: HistoryPage,
  ) {
    super();
  }
}

@QueryHandler(GetSettingsHistory)
export class GetSettingsHistoryHandler implements IQueryHandler<GetSettingsHistory> {
  constructor(private readonly history: ResourceHistory) {}

  execute({ id, page }: GetSettingsHistory): Promise<Page<HistoryItem>> {
    return this.history.page(settings.stream(id), page);
  }
}
