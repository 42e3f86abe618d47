import type { Consulting, Look } from '#event-sourcing';
import { isVisibleTo } from '../image/access';
import { images } from '../image/image';
import { standingOf } from '../image/standing';
import { resolveChannel, waysBack } from './channels';
import type { FamilyCommand, PublishedImage, PublishImageVersion, RollBackChannel } from './commands';
import { fitnessOf, type ImageFitness } from './fitness';
import type { ExistingFamily, FamilyState } from './state';

/** What the images of a family have to say to a change of it: whose they are, and whether they can be used now. */
export const consult: Consulting<FamilyState, FamilyCommand>['consult'] = async (command, family, look) => {
  if (family.kind === 'unknown') return command;
  switch (command.type) {
    case 'PublishImageVersion':
      return { ...command, image: await published(command, look) };
    case 'PromoteChannel': {
      const imageId = family.versions[command.version - 1]?.imageId;
      return imageId === undefined ? command : { ...command, fitness: await fitness(imageId, look) };
    }
    case 'RollBackChannel':
      return { ...command, fitness: await fitnessBack(command, family, look) };
    case 'RevokeImageVersion':
      return { ...command, fitness: await fitnessBehind(command.imageId, family, look) };
    case 'CreateFamily':
    case 'ReinstateImageVersion':
      return command;
  }
};

async function published({ imageId, by, at }: PublishImageVersion, look: Look): Promise<PublishedImage> {
  const image = await look(images, imageId);
  if (image.kind === 'unknown') return { exists: false };
  const isVisible = by.administrator || isVisibleTo(image, await standingOf(by.account, image, at, look), at);
  return { exists: true, ownerId: image.created.ownerId, isVisible, fitness: fitnessOf(image) };
}

/** Of the versions that the channel could go back to, from the nearest to the first that is good, or of the named one. */
async function fitnessBack(
  { channel, to }: Pick<RollBackChannel, 'channel' | 'to'>,
  family: ExistingFamily,
  look: Look,
): Promise<ReadonlyMap<string, ImageFitness>> {
  const known = new Map<string, ImageFitness>();
  for (const { version, imageId } of waysBack(family, channel)) {
    if (to !== undefined && version !== to) continue;
    known.set(imageId, await fitness(imageId, look));
    if (known.get(imageId) === 'good' && family.versions[version - 1]?.revoked === false) break;
  }
  return known;
}

/** Of the versions that the channels which point at an image could go back to. */
async function fitnessBehind(
  imageId: string,
  family: ExistingFamily,
  look: Look,
): Promise<ReadonlyMap<string, ImageFitness>> {
  const known = new Map<string, ImageFitness>();
  for (const channel of family.channels.keys())
    if (resolveChannel(family, channel)?.imageId === imageId)
      for (const [behind, found] of await fitnessBack({ channel }, family, look)) known.set(behind, found);
  return known;
}

const fitness = async (imageId: string, look: Look): Promise<ImageFitness> =>
  fitnessOf(await look(images, imageId));
