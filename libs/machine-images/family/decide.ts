import { UnknownImage } from '../image/errors';
import { checkDescription } from '../image/registration';
import { promote, rollBack } from './channels';
import type { CreateFamily, FamilyCommand, PublishImageVersion } from './commands';
import { FamilyNameIsTaken, ImageOfAnotherAccount, ImageVersionUnusable, UnknownFamily } from './errors';
import type { FamilyEvent } from './events';
import { checkName } from './names';
import { reinstate, revoke } from './revocation';
import type { ExistingFamily, FamilyState } from './state';

/** To others than its owner and administrators, a family cannot be changed and does not exist. */
export function admit(command: FamilyCommand, state: FamilyState): void {
  if (!('by' in command)) return;
  const { ownerId, name, by } = command;
  if (state.kind === 'unknown') throw new UnknownFamily(ownerId, name);
  if (!by.administrator && by.account !== ownerId) throw new UnknownFamily(ownerId, name).asHidden();
}

export function decide(command: FamilyCommand, state: FamilyState): readonly FamilyEvent[] {
  if (command.type === 'CreateFamily') return create(command, state);
  if (state.kind === 'unknown') throw new UnknownFamily(command.ownerId, command.name);
  switch (command.type) {
    case 'PublishImageVersion':
      return publish(command, state);
    case 'PromoteChannel':
      return promote(command, state);
    case 'RollBackChannel':
      return rollBack(command, state);
    case 'RevokeImageVersion':
      return revoke(command, state);
    case 'ReinstateImageVersion':
      return reinstate(command, state);
  }
}

function create({ ownerId, name, description }: CreateFamily, state: FamilyState): readonly FamilyEvent[] {
  checkName('family', name, '/name');
  if (description !== undefined) checkDescription(description);
  if (state.kind === 'existing') {
    if (state.created.description !== description) throw new FamilyNameIsTaken(name);
    return [];
  }
  const described = description === undefined ? {} : { description };
  return [{ type: 'FamilyCreated', data: { ownerId, name, ...described } }];
}

/** The next version, unless the image is one already. */
function publish(
  { ownerId, name, imageId, image = { exists: false } }: PublishImageVersion,
  { versions }: ExistingFamily,
): readonly FamilyEvent[] {
  if (versions.some((known) => known.imageId === imageId)) return [];
  if (!image.exists) throw new UnknownImage(imageId, '/imageId');
  if (!image.isVisible) throw new UnknownImage(imageId, '/imageId').asHidden();
  if (image.ownerId !== ownerId) throw new ImageOfAnotherAccount(imageId);
  if (image.fitness !== 'good') throw new ImageVersionUnusable(imageId, image.fitness, '/imageId');
  return [{ type: 'ImageVersionPublished', data: { ownerId, name, version: versions.length + 1, imageId } }];
}
