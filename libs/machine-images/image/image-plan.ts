import { canonicalJson, type Plan } from '#event-sourcing';
import type { ImageCommand } from './commands';
import { deprecationTimeOf } from './deprecation';
import type { ImageEvent } from './events';
import { accessChange, launchersOf } from './launchers';
import { byPrincipal, type LaunchGrant } from './launch-grant';
import { evolve, imageAt, type ExistingImage, type ImageState } from './state';

/** What a rollback, or an enabling, changes of an image: before, after, and who may launch it by that. */
export function plan(
  command: ImageCommand,
  before: ImageState,
  events: readonly ImageEvent[],
): Plan | undefined {
  if (command.type !== 'RollBackImage' && command.type !== 'EnableImage') return undefined;
  if (before.kind === 'unknown' || events.length === 0) return undefined;
  const { at } = command;
  const after = events.reduce<ImageState>((state, event) => evolve(state, event, at), before);
  if (after.kind === 'unknown') return undefined;
  const [then, now] = [factsOf(imageAt(before, at)), factsOf(imageAt(after, at))];
  const changed = Object.keys(then).filter(
    (name) => canonicalJson(then[name] ?? null) !== canonicalJson(now[name] ?? null),
  );
  const only = (facts: Facts): Facts => Object.fromEntries(changed.map((name) => [name, facts[name]]));
  return {
    before: only(then),
    after: only(now),
    access: accessChange(launchersOf(before, at), launchersOf(after, at)),
  };
}

type Facts = Readonly<Record<string, unknown>>;

const factsOf = (image: ExistingImage): Facts => ({
  state: image.lifecycle,
  description: image.description ?? null,
  deprecationTime:
    deprecationTimeOf({ ...image, isPublic: image.launchPermissions.has('all') })?.toISOString() ?? null,
  launchPermissions: [...image.launchPermissions.values()].sort(byPrincipal).map(shownGrant),
  tags: image.tags,
});

const shownGrant = ({ principal, expiresAt }: LaunchGrant): object => ({
  ...principal,
  ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
});
