import { apply } from './apply';
import { followedBetween, inHindsight } from './apply-to-family';
import { momentOf } from './image-requests';
import { Simulation, type Asked, type Sent } from './simulation';
import { isSame } from './same';
import { Chronicle, takeEffect, type World } from './world';
import type { Step, Wish } from './wishes';

/** A history that really happened, on both sides: in the log of a ledger, and in the model. */
export class History {
  readonly ledger = new Simulation();
  readonly chronicle = new Chronicle();
  /** What was refused, by code. */
  readonly refusals = new Map<string, number>();

  /** How many steps. */
  taken = 0;

  /** Both sides take a step; what the ledger records must be what the model makes of the same wish. */
  async take(step: Step): Promise<void> {
    this.taken++;
    const asked = this.ledger.next(step, this.chronicle);
    await this.settle(step.wish, asked, await asked.send());
  }

  async settle(wish: Wish, asked: Asked, sent: Sent): Promise<void> {
    await this.ledger.followUp();
    if (sent.kind === 'refused') {
      this.refusals.set(sent.code, (this.refusals.get(sent.code) ?? 0) + 1);
      return;
    }
    const { imageId, deed } = asked;
    const before = this.chronicle.now;
    const world = structuredClone(before);
    apply(world, wish, deed, { imageId, id: sent.id, earlier: this.earlier(wish, imageId) });
    for (const followed of followedBetween(before, world))
      this.chronicle.revise(followed.since, (past) => inHindsight(past, followed));
    if (sent.events.length > 0) return this.record(deed.at, world);
    if (!isSame(effective(world, deed.at), effective(before, deed.at)))
      throw new Error(`nothing was recorded of what was not yet so: ${JSON.stringify(wish)}`);
  }

  private earlier(wish: Wish, imageId: string) {
    if (wish.kind !== 'image' || wish.change.kind !== 'roll-back') return undefined;
    return this.chronicle.asOf(momentOf(this.chronicle, wish.change.moment)).images[imageId];
  }

  private record(at: number, world: World): void {
    const { ledger } = this;
    for (const image of Object.values(world.images))
      image.revision = ledger.revisionOf(`image-${image.imageId}`);
    for (const family of Object.values(world.families))
      family.revision = ledger.revisionOf(`family-${family.ownerId}-${family.name}`);
    for (const [account, member] of Object.entries(world.members))
      if (member !== undefined) member.revision = ledger.revisionOf(`membership-${account}`);
    this.chronicle.add(at, world);
  }
}

function effective(recorded: World, at: number): World {
  const world = structuredClone(recorded);
  for (const image of Object.values(world.images)) takeEffect(image, at);
  return world;
}
