import type { Consulting, Look } from '#event-sourcing';
import { isVisibleTo } from '../image/access';
import { images } from '../image/image';
import { standingOf } from '../image/standing';
import { resolveChannel, resolveVersion, waysBack } from './channels';
import type {
  FamilyCommand,
  PublishedImage,
  PublishImageVersion,
  ReinstateImageVersion,
  RevokeImageVersion,
  RollBackChannel,
} from './commands';
import { fitnessOf, type ImageFitness } from './fitness';
import { displacedFrom, versionOf, waysForward } from './revocation';
import type { ExistingFamily, FamilyState } from './state';

/** What the images of a family have to say to a change of it: whose they are, and whether they can be used now. */
export const consult: Consulting<FamilyState, FamilyCommand>['consult'] = async (command, family, look) => {
  if (family.kind === 'unknown') return command;
  switch (command.type) {
    case 'PublishImageVersion':
      return { ...command, image: await published(command, look) };
    case 'PromoteChannel': {
      const imageId = family.versions[command.version - 1]?.imageId;
      return imageId === undefined
        ? command
        : { ...command, fitness: await fitness(imageId, command.at, look) };
    }
    case 'RollBackChannel':
      return { ...command, fitness: await fitnessBack(command, family, look) };
    case 'RevokeImageVersion':
      return { ...command, fitness: await fitnessBehind(command, family, look) };
    case 'ReinstateImageVersion':
      return command.undo === undefined
        ? command
        : { ...command, fitness: await fitnessAhead(command, family, look) };
    case 'CreateFamily':
      return command;
  }
};

async function published({ imageId, by, at }: PublishImageVersion, look: Look): Promise<PublishedImage> {
  const image = await look(images, imageId);
  if (image.kind === 'unknown') return { exists: false };
  const isVisible = by.administrator || isVisibleTo(image, await standingOf(by.account, image, at, look), at);
  return { exists: true, ownerId: image.created.ownerId, isVisible, fitness: fitnessOf(image, at) };
}

/** Of the versions that the channel could go back to, from the nearest to the first that is good, or of the named one. */
async function fitnessBack(
  { channel, to, at }: Pick<RollBackChannel, 'channel' | 'to' | 'at'>,
  family: ExistingFamily,
  look: Look,
): Promise<ReadonlyMap<string, ImageFitness>> {
  const known = new Map<string, ImageFitness>();
  for (const { version, imageId } of waysBack(family, channel)) {
    if (to !== undefined && version !== to) continue;
    known.set(imageId, await fitness(imageId, at, look));
    if (known.get(imageId) === 'good' && family.versions[version - 1]?.revoked === false) break;
  }
  return known;
}

/** Of the versions that the channels which point at an image could go back to. */
async function fitnessBehind(
  { imageId, at }: RevokeImageVersion,
  family: ExistingFamily,
  look: Look,
): Promise<ReadonlyMap<string, ImageFitness>> {
  const known = new Map<string, ImageFitness>();
  for (const channel of family.channels.keys())
    if (resolveChannel(family, channel)?.imageId === imageId)
      for (const [behind, found] of await fitnessBack({ channel, at }, family, look))
        known.set(behind, found);
  return known;
}

/** Of the versions that the channels which were moved away from an image could come back to. */
async function fitnessAhead(
  { imageId, at }: ReinstateImageVersion,
  family: ExistingFamily,
  look: Look,
): Promise<ReadonlyMap<string, ImageFitness>> {
  const version = versionOf(family, imageId);
  const channels = version === undefined ? [] : displacedFrom(family, version);
  const ahead = new Set(channels.flatMap((channel) => waysForward(family, channel)));
  const known = new Map<string, ImageFitness>();
  for (const number of ahead) {
    const { imageId: other } = resolveVersion(family, number);
    known.set(other, await fitness(other, at, look));
  }
  return known;
}

const fitness = async (imageId: string, at: Date, look: Look): Promise<ImageFitness> =>
  fitnessOf(await look(images, imageId), at);
