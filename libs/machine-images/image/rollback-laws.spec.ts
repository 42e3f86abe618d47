import fc from 'fast-check';
import { DomainError, planDigestOf, WritePath } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { IMAGE_ASPECTS, type ImageAspect } from './aspects';
import { imageCommands } from './any-image.testing';
import type { ImageCommand, RollbackGoal } from './commands';
import type { ImageEvent } from './events';
import { images } from './image';
import { IMAGE, create, rollBack } from './image.testing';
import { grantsOf } from './permissions-of-image';
import type { ImageState } from './state';
import { isReservedTag } from '../tags';

const aspectsOf = (image: ImageState, include: readonly ImageAspect[]): unknown => {
  if (image.kind === 'unknown') return undefined;
  const { lifecycle, description = '', deprecateAt, tags } = image;
  const all = {
    lifecycle,
    launchPermissions: grantsOf(image)
      .map((one) => JSON.stringify(one))
      .sort(),
    attributes: { description, deprecateAt },
    // Reserved ones stay as they are.
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !isReservedTag(key))),
  };
  return include.map((aspect) => all[aspect]);
};

const reservedTagsOf = (image: ImageState): unknown =>
  image.kind === 'unknown'
    ? []
    : Object.entries(image.tags)
        .filter(([key]) => isReservedTag(key))
        .sort();

/** An image of its own on a log whose clock ticks once per wish. */
async function imageAfter(commands: readonly ImageCommand[]) {
  let now = 0;
  const store = new InMemoryEventStore({ now: () => now });
  const writePath = new WritePath(store);
  const ask = async (command: ImageCommand, dryRun = false) => {
    now += 1;
    const wish = wishUnder(`wish ${now}`);
    const outcome = await writePath.execute(images, IMAGE, command, wish, { dryRun }).catch(refusal);
    return { outcome, correlationId: wish.correlationId };
  };
  await ask(create());
  for (const command of commands) await ask(command);
  return { writePath, ask, now: () => now };
}

const isRollback = ({ type }: ImageEvent): boolean => type === 'ImageRolledBack';

function refusal(error: unknown): DomainError {
  if (error instanceof DomainError) return error as DomainError;
  throw error;
}

/** So early that no deprecation is over yet. */
const at = new Date(0);
/** What is deregistered is rolled back no more, and would end most histories soon. */
const change = imageCommands.filter(({ type }) => type !== 'DeregisterImage');
const histories = fc.array(change, { minLength: 5, maxLength: 40 });
const include = fc.subarray([...IMAGE_ASPECTS], { minLength: 1 });

describe('Rolling an image back, whatever happened to it:', () => {
  it('gives back what it had, as the dry run said, and undoing that restores what it was', async () => {
    const seen = { done: 0, undone: 0 };
    await fc.assert(
      fc.asyncProperty(histories, fc.nat({ max: 40 }), include, async (commands, moment, aspects) => {
        const { writePath, ask, now } = await imageAfter(commands);
        const asOf = new Date(1 + (moment % now()));
        const { state: earlier } = await writePath.loadAsOf(images, IMAGE, asOf);
        const { state: before } = await writePath.load(images, IMAGE);
        const wish = rollBack({ asOf, include: aspects, earlier }, { at });

        const { outcome: dry } = await ask(wish, true);
        const { outcome: done, correlationId } = await ask(wish);
        if (done instanceof DomainError || dry instanceof DomainError) {
          expect(dry).toEqual(done);
          return;
        }
        expect(planDigestOf(dry.events)).toBe(planDigestOf(done.events));
        expect(dry.plan).toEqual(images.decider.plan?.(wish, before, done.events));
        expect(aspectsOf(done.state, aspects)).toEqual(aspectsOf(earlier, aspects));
        expect(reservedTagsOf(done.state)).toEqual(reservedTagsOf(before));
        if (done.events.length === 0) return;
        seen.done += 1;

        const found = await writePath.loadBefore(images, IMAGE, correlationId, isRollback);
        if (found?.event.type !== 'ImageRolledBack') throw new Error('it is not on record');
        const { include: included } = found.event.data;
        const to: RollbackGoal = {
          undo: correlationId,
          undone: { include: included, earlier: found.before.state },
        };
        const { outcome: undone } = await ask(rollBack(to, { at }));
        if (undone instanceof DomainError) return;
        seen.undone += 1;
        expect(aspectsOf(undone.state, IMAGE_ASPECTS)).toEqual(aspectsOf(before, IMAGE_ASPECTS));
      }),
      { seed: 20_260_101, numRuns: 500 },
    );
    expect(seen.done).toBeGreaterThan(100);
    expect(seen.undone).toBeGreaterThan(seen.done * 0.85);
  });
});
