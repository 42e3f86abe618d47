import {
  executePrepared,
  type CommandContext,
  type Outcome,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { waysBack } from '../family/channels';
import type { FamilyId, PromoteChannel, RollBackChannel } from '../family/commands';
import type { FamilyEvent } from '../family/events';
import { families } from '../family/family';
import { fitnessOf, type ImageFitness } from '../family/fitness';
import type { ExistingFamily, FamilyState } from '../family/state';
import { isVisibleTo } from '../image/access';
import { UnknownImage } from '../image/errors';
import { images } from '../image/image';
import type { ImageState } from '../image/state';
import type { Principal } from '../principal';

type FamilyOutcome = Outcome<FamilyState, FamilyEvent>;

/** In whose name, and how, a family is changed. */
export interface FamilyWrite {
  readonly by: Principal;
  readonly context: CommandContext;
  readonly options: WriteOptions;
}

/** Changes of a family that depend on what its images are at that moment: read fresh, and decided at once. */
export class FamilyChannels {
  constructor(private readonly writePath: WritePath) {}

  /** Throws UnknownFamily, UnknownImage, ImageOfAnotherAccount, ImageVersionUnusable. */
  async publish(
    id: FamilyId,
    imageId: string,
    { by, context, options }: FamilyWrite,
  ): Promise<FamilyOutcome> {
    const image = await this.imageFor(imageId, by);
    const command = {
      type: 'PublishImageVersion',
      ...id,
      by,
      imageId,
      imageOwnerId: image.created.ownerId,
      fitness: fitnessOf(image),
    } as const;
    return this.writePath.execute(families, id, command, context, options);
  }

  /** Throws UnknownFamily, UnknownImageVersion, ImageVersionUnusable, ChannelIsManaged, InvalidFamilyName. */
  promote(
    id: FamilyId,
    { channel, version }: { readonly channel: string; readonly version: number },
    { by, context, options }: FamilyWrite,
  ): Promise<FamilyOutcome> {
    const prepare = async (family: FamilyState): Promise<PromoteChannel> => {
      const imageId = family.kind === 'unknown' ? undefined : family.versions[version - 1]?.imageId;
      const fitness = imageId === undefined ? 'unknown' : await this.fitness(imageId);
      return { type: 'PromoteChannel', ...id, by, channel, version, fitness };
    };
    return executePrepared(this.writePath, { category: families, id, prepare, context, options });
  }

  /** Throws UnknownFamily, UnknownChannel, NothingToRollBackTo, NeverInChannel, ImageVersionUnusable, ChannelIsManaged. */
  rollBack(
    id: FamilyId,
    { channel, to }: { readonly channel: string; readonly to?: number },
    { by, context, options }: FamilyWrite,
  ): Promise<FamilyOutcome> {
    const back = to === undefined ? {} : { to };
    const prepare = async (family: FamilyState): Promise<RollBackChannel> => {
      const fitness = family.kind === 'unknown' ? new Map() : await this.fitnessBack(family, channel, to);
      return { type: 'RollBackChannel', ...id, by, channel, ...back, fitness };
    };
    return executePrepared(this.writePath, { category: families, id, prepare, context, options });
  }

  /** Of the versions that the channel could go back to, from the nearest to the first that is good, or to the named one. */
  private async fitnessBack(
    family: ExistingFamily,
    channel: string,
    to: number | undefined,
  ): Promise<ReadonlyMap<string, ImageFitness>> {
    const known = new Map<string, ImageFitness>();
    for (const { version, imageId } of waysBack(family, channel)) {
      if (to !== undefined && version !== to) continue;
      const fitness = await this.fitness(imageId);
      known.set(imageId, fitness);
      if (fitness === 'good' && family.versions[version - 1]?.revoked === false) break;
    }
    return known;
  }

  private async fitness(imageId: string): Promise<ImageFitness> {
    return fitnessOf((await this.writePath.load(images, imageId)).state);
  }

  private async imageFor(imageId: string, by: Principal): Promise<Extract<ImageState, { kind: 'existing' }>> {
    const { state } = await this.writePath.load(images, imageId);
    if (state.kind === 'unknown') throw new UnknownImage(imageId, '/imageId');
    if (!by.administrator && !isVisibleTo(state, by.account))
      throw new UnknownImage(imageId, '/imageId').asHidden();
    return state;
  }
}
