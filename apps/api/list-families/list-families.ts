import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Families, type FamilyRow, type ListOfFamilies, type Page, type Viewer } from '#views';

export class ListFamilies extends Query<Page<FamilyRow>> {
  constructor(
    readonly viewer: Viewer,
    readonly list: ListOfFamilies,
  ) {
    super();
  }
}

@QueryHandler(ListFamilies)
export class ListFamiliesHandler implements IQueryHandler<ListFamilies> {
  constructor(private readonly families: Families) {}

  execute({ viewer, list }: ListFamilies): Promise<Page<FamilyRow>> {
    return this.families.list(viewer, list);
  }
}
