import type { Consulting, Look } from '#event-sourcing';
import { isVisibleTo } from '../image/access';
import { images } from '../image/image';
import type { LaunchPrincipal } from '../image/launch-principal';
import { launchersOf } from '../image/launchers';
import { lostSnapshotsOf } from '../image/lost-snapshots';
import { standingOf } from '../image/standing';
import type { ImageState } from '../image/state';
import { resolveChannel, resolveVersion, waysBack, type Resolved } from './channels';
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
import { pathOf, type ExistingFamily, type FamilyState } from './state';

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
      return { ...command, ...(await groundOf(command, family, look)) };
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
  const { ownerId } = image.created;
  return { exists: true, ownerId, isVisible, fitness: await fitnessIn(image, at, look) };
}

type Wish = Pick<RollBackChannel, 'channel' | 'to' | 'undo' | 'at'>;
type Ground = Required<Pick<RollBackChannel, 'fitness' | 'launchers'>>;

/** Of the version that a channel points at, and of those that it could go to until one of them is good. */
async function groundOf(wish: Wish, family: ExistingFamily, look: Look): Promise<Ground> {
  const fitnesses = new Map<string, ImageFitness>();
  const launchers = new Map<string, readonly LaunchPrincipal[]>();
  const see = async ({ imageId }: Resolved): Promise<ImageFitness> => {
    const image = await look(images, imageId);
    const found = await fitnessIn(image, wish.at, look);
    fitnesses.set(imageId, found);
    launchers.set(imageId, launchersOf(image, wish.at));
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
  { imageId, at }: RevokeImageVersion,
  family: ExistingFamily,
  look: Look,
): Promise<ReadonlyMap<string, ImageFitness>> {
  const known = new Map<string, ImageFitness>();
  for (const channel of family.channels.keys())
    if (resolveChannel(family, channel)?.imageId === imageId)
      for (const [behind, found] of (await groundOf({ channel, at }, family, look)).fitness)
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
  fitnessIn(await look(images, imageId), at, look);

/** What has lost its snapshots launches no more, although nobody said so of the image. */
async function fitnessIn(image: ImageState, at: Date, look: Look): Promise<ImageFitness> {
  const found = fitnessOf(image, at);
  if (found !== 'good' || image.kind === 'unknown') return found;
  return (await lostSnapshotsOf(image, look)).length > 0 ? 'snapshots-lost' : 'good';
}
