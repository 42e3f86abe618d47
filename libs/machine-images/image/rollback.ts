import { DomainError } from '#event-sourcing';
import { inOrder, type ImageAspect } from './aspects';
import type { RollBackImage, RollbackGoal, UndoneRollback } from './commands';
import { ImageDidNotExist, UnknownRollback } from './errors';
import type { ImageEvent, ImageRolledBackData } from './events';
import { ROLLBACK_STEPS } from './rollback-steps';
import { evolve, imageAt, type ExistingImage } from './state';

/**
 * Every step is decided as if somebody asked for it now; one that is refused refuses all. A grant whose time has come
 * since is not given again.
 */
export function rollBack(command: RollBackImage, image: ExistingImage): readonly ImageEvent[] {
  const { include, then } = goalOf(command);
  const events: ImageEvent[] = [];
  const earlier = imageAt(then, command.at);
  let now = image;
  for (const [aspect, step] of ROLLBACK_STEPS) {
    if (!include.includes(aspect)) continue;
    const changes = decided(command, () => step(command, now, earlier));
    now = changes.reduce((state, event) => evolved(state, event, command.at), now);
    events.push(...changes);
  }
  return events.length === 0 ? [] : [{ type: 'ImageRolledBack', data: dataOf(command, include) }, ...events];
}

interface Goal {
  readonly include: readonly ImageAspect[];
  readonly then: ExistingImage;
}

function goalOf({ imageId, to }: RollBackImage): Goal {
  const goal = 'asOf' in to ? to : undoneBy(to);
  if (goal.earlier.kind === 'unknown') throw new ImageDidNotExist(imageId, pointerTo(to));
  return { include: inOrder(withLost(to, goal.include)), then: goal.earlier };
}

function undoneBy({ undo, undone }: Extract<RollbackGoal, { undo: string }>): UndoneRollback {
  if (undone === undefined) throw new UnknownRollback(undo);
  return undone;
}

/** Disabling takes the launch permissions as well, so what undoes it gives them back. */
const withLost = (to: RollbackGoal, include: readonly ImageAspect[]): readonly ImageAspect[] =>
  'undo' in to && include.includes('lifecycle') ? [...include, 'launchPermissions'] : include;

const dataOf = ({ imageId, to }: RollBackImage, include: readonly ImageAspect[]): ImageRolledBackData =>
  'asOf' in to ? { imageId, asOf: to.asOf.toISOString(), include } : { imageId, undo: to.undo, include };

const pointerTo = (to: RollbackGoal): string => ('asOf' in to ? '/asOf' : '/undo');

/** To blame is where the image was to go back to. */
function decided({ to }: RollBackImage, step: () => readonly ImageEvent[]): readonly ImageEvent[] {
  try {
    return step();
  } catch (error) {
    throw error instanceof DomainError ? error.placedAt(pointerTo(to)) : error;
  }
}

function evolved(image: ExistingImage, event: ImageEvent, at: Date): ExistingImage {
  const state = evolve(image, event, at);
  return state.kind === 'unknown' ? image : state;
}
