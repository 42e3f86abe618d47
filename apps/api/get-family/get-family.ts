import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FamilyId } from '#machine-images';
import { Families, type Channel, type FamilyRow, type Viewer } from '#views';
import { OwnersFamilies } from '../reading/owners-families';

interface Found {
  readonly family: FamilyRow;
  readonly versions: number;
  readonly channels: readonly Channel[];
}

export class GetFamily extends Query<Found> {
  constructor(
    readonly id: FamilyId,
    readonly viewer: Viewer,
    readonly asOf: Date | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetFamily)
export class GetFamilyHandler implements IQueryHandler<GetFamily> {
  constructor(
    private readonly owners: OwnersFamilies,
    private readonly families: Families,
  ) {}

  /** Throws UnknownFamily. */
  async execute({ id, viewer, asOf }: GetFamily): Promise<Found> {
    const family = await this.owners.family(id, viewer, asOf);
    return {
      family,
      versions: await this.families.countVersions(id, asOf),
      channels: await this.families.channels(id, asOf),
    };
  }
}
