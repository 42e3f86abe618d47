import type { Consulting, Look } from '#event-sourcing';
import { isVisibleTo } from '../image/access';
import { images } from '../image/image';
import type { LaunchPrincipal } from '../image/launch-principal';
import { launchersOf } from '../image/launchers';
import { lostSnapshotsOf } from '../image/lost-snapshots';
import { standingOf } from '../image/standing';
import type { ImageState } from '../image/state';
import { resolveChannel, resolveVersion, waysBack, type Resolved } from './channels';
import type { FamilyCommand, PublishedImage, PublishImageVersion, RollBackChannel } from './commands';
import { fitnessOf, type ImageFitness } from './fitness';
import { pathOf, type ExistingFamily, type FamilyState } from './state';

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
      return { ...command, ...(await groundOf(command, family, look)) };
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
  const { ownerId } = image.created;
  return { exists: true, ownerId, isVisible, fitness: await fitnessIn(image, look) };
}

type Wish = Pick<RollBackChannel, 'channel' | 'to' | 'undo'>;
/** Who may launch what is a question about a time. */
type WishAt = Wish & { readonly at?: Date };
type Ground = Required<Pick<RollBackChannel, 'fitness' | 'launchers'>>;

/** Of the version that a channel points at, and of those that it could go to until one of them is good. */
async function groundOf(wish: WishAt, family: ExistingFamily, look: Look): Promise<Ground> {
  const fitnesses = new Map<string, ImageFitness>();
  const launchers = new Map<string, readonly LaunchPrincipal[]>();
  const see = async ({ imageId }: Resolved): Promise<ImageFitness> => {
    const image = await look(images, imageId);
    const found = await fitnessIn(image, look);
    fitnesses.set(imageId, found);
    if (wish.at !== undefined) launchers.set(imageId, launchersOf(image, wish.at));
    return found;
  };
  const present = pathOf(family, wish.channel).at(-1);
  if (present !== undefined) await see(resolveVersion(family, present));
  for (const target of targetsOf(wish, family))
    if ((await see(target)) === 'good' && family.versions[target.version - 1]?.revoked === false) break;
  return { fitness: fitnesses, launchers };
}

/** The nearest first; the one that is named, or that undoing leads to. */
function targetsOf({ channel, to, undo }: Wish, family: ExistingFamily): readonly Resolved[] {
  if (undo !== undefined) {
    const version = undo.path?.at(-1);
    return version === undefined ? [] : [resolveVersion(family, version)];
  }
  return waysBack(family, channel).filter(({ version }) => to === undefined || version === to);
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
      for (const [behind, found] of (await groundOf({ channel }, family, look)).fitness)
        known.set(behind, found);
  return known;
}

const fitness = async (imageId: string, look: Look): Promise<ImageFitness> =>
  fitnessIn(await look(images, imageId), look);

/** What has lost its snapshots launches no more, although nobody said so of the image. */
async function fitnessIn(image: ImageState, look: Look): Promise<ImageFitness> {
  const found = fitnessOf(image);
  if (found !== 'good' || image.kind === 'unknown') return found;
  return (await lostSnapshotsOf(image, look)).length > 0 ? 'snapshots-lost' : 'good';
}
