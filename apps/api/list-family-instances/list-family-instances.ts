import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FamilyId } from '#machine-images';
import { Instances, type InstanceRow, type Page, type Viewer } from '#views';
import { OwnersFamilies } from '../reading/owners-families';
import type { UsagePage } from '../resources/usage-filters';

interface Listed {
  readonly page: Page<InstanceRow>;
  /** By image id. */
  readonly versions: ReadonlyMap<string, number>;
}

/** Who uses a family. */
export class ListFamilyInstances extends Query<Listed> {
  constructor(
    readonly used: FamilyId & { readonly version?: number },
    readonly viewer: Viewer,
    readonly page: UsagePage,
  ) {
    super();
  }
}

@QueryHandler(ListFamilyInstances)
export class ListFamilyInstancesHandler implements IQueryHandler<ListFamilyInstances> {
  constructor(
    private readonly owners: OwnersFamilies,
    private readonly instances: Instances,
  ) {}

  /** All of it to whoever may know of the family. Throws UnknownFamily. */
  async execute({ used, viewer, page }: ListFamilyInstances): Promise<Listed> {
    await this.owners.family(used, viewer);
    const everybodys = { ...viewer, mayReadAll: true };
    const filters = { ...page.filters, usedFamily: used };
    const found = await this.instances.list({ ...page, viewer: everybodys, filters });
    return { page: found, versions: await this.instances.versionsIn(used, found.items) };
  }
}
