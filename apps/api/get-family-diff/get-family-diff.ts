import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import {
  differenceOf,
  families,
  images,
  UnknownFamily,
  UnknownImage,
  UnknownImageVersion,
  type ExistingImage,
  type FamilyId,
  type ImageDifference,
} from '#machine-images';
import type { Viewer } from '#views';
import { OwnersFamilies } from '../reading/owners-families';

interface Versions {
  readonly from: number;
  readonly to: number;
}

interface Compared {
  /** The images behind the versions. */
  readonly from: string;
  readonly to: string;
  readonly difference: ImageDifference;
}

export class GetFamilyDiff extends Query<Compared> {
  constructor(
    readonly id: FamilyId,
    readonly viewer: Viewer,
    readonly versions: Versions,
  ) {
    super();
  }
}

@QueryHandler(GetFamilyDiff)
export class GetFamilyDiffHandler implements IQueryHandler<GetFamilyDiff> {
  constructor(
    private readonly owners: OwnersFamilies,
    private readonly writePath: WritePath,
  ) {}

  /** Throws UnknownFamily, UnknownImageVersion. */
  async execute({ id, viewer, versions }: GetFamilyDiff): Promise<Compared> {
    await this.owners.family(id, viewer);
    const { state } = await this.writePath.load(families, id);
    if (state.kind === 'unknown') throw new UnknownFamily(id.ownerId, id.name);
    const imageIdOf = (version: number, pointer: string): string => {
      const imageId = state.versions[version - 1]?.imageId;
      if (imageId === undefined) throw new UnknownImageVersion(version, pointer);
      return imageId;
    };
    const [from, to] = [imageIdOf(versions.from, '/from'), imageIdOf(versions.to, '/to')];
    return { from, to, difference: differenceOf(await this.image(from), await this.image(to)) };
  }

  private async image(imageId: string): Promise<ExistingImage> {
    const { state } = await this.writePath.load(images, imageId);
    if (state.kind === 'unknown') throw new UnknownImage(imageId);
    return state;
  }
}
