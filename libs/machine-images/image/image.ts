import type { Category, Consulting, Look } from '#event-sourcing';
import { settings } from '../settings/settings';
import { mayChange } from './access';
import { standingCascade } from './cascade';
import type { FollowCascade, ImageChange, ImageCommand } from './commands';
import { admit, decide } from './decide';
import { imageEvents, type ImageEvent } from './events';
import { plan } from './image-plan';
import { lostSnapshotsOf } from './lost-snapshots';
import { standingOf } from './standing';
import { evolve, unknownImage, type ExistingImage, type ImageState } from './state';

/** What other streams have to say to a change: where who asks stands, and what the owner of the image has set. */
const consult: Consulting<ImageState, ImageCommand>['consult'] = async (command, image, look) => {
  if (command.type === 'FollowCascade') return withStanding(command, look);
  if (!('by' in command) || image.kind === 'unknown') return command;
  return mayChange(image, command.by)
    ? withSettings(command, image, look)
    : {
        ...command,
        by: { ...command.by, ...(await standingOf(command.by.account, image, command.at, look)) },
      };
};

async function withStanding({ standing: _, ...command }: FollowCascade, look: Look): Promise<FollowCascade> {
  const standing = standingCascade(await look(images, command.beganAt), command.cascadeId);
  return standing === undefined ? command : { ...command, standing };
}

/** Of no concern to what makes nothing public. */
async function withSettings(command: ImageChange, image: ExistingImage, look: Look): Promise<ImageChange> {
  if (!grants(command)) return command;
  const { ownerId: account, region } = image.created;
  const { imageBlockPublicAccess } = await look(settings, { account, region });
  if (command.type === 'ChangeLaunchPermissions') return { ...command, imageBlockPublicAccess };
  // Only what is disabled comes back.
  const lostSnapshots = image.lifecycle === 'disabled' ? await lostSnapshotsOf(image, look) : [];
  return { ...command, imageBlockPublicAccess, lostSnapshots };
}

type Granting = Extract<ImageChange, { imageBlockPublicAccess?: unknown }>;
const GRANTING: readonly ImageChange['type'][] = [
  'ChangeLaunchPermissions',
  'EnableImage',
  'RollBackImage',
] satisfies Granting['type'][];
const grants = (command: ImageChange): command is Granting => GRANTING.includes(command.type);

/** A blueprint to launch instances from, and who may. */
export const images: Category<string, ImageState, ImageCommand, ImageEvent> &
  Consulting<ImageState, ImageCommand> = {
  stream: (imageId) => `image-${imageId}`,
  events: imageEvents,
  decider: { initial: unknownImage, admit, decide, evolve, plan },
  consult,
};
