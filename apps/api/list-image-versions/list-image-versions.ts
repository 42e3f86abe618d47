import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FamilyId } from '#machine-images';
import { Families, type FamilyPage, type ImageVersionRow, type Page, type Viewer } from '#views';
import { OwnersFamilies } from '../reading/owners-families';

export class ListImageVersions extends Query<Page<ImageVersionRow>> {
  constructor(
    readonly id: FamilyId,
    readonly viewer: Viewer,
    readonly page: FamilyPage,
  ) {
    super();
  }
}

@QueryHandler(ListImageVersions)
export class ListImageVersionsHandler implements IQueryHandler<ListImageVersions> {
  constructor(
    private readonly owners: OwnersFamilies,
    private readonly families: Families,
  ) {}

  /** Throws UnknownFamily. */
  async execute({ id, viewer, page }: ListImageVersions): Promise<Page<ImageVersionRow>> {
    await this.owners.family(id, viewer, page.asOf);
    return this.families.versions(id, page);
  }
}
