import { Inject, Injectable } from '@nestjs/common';
import type { EventStore } from '#event-sourcing';
import type { FamilyId } from '#machine-images';
import { ViewPositions } from '#projections';
import { EVENT_STORE, Settings } from '#runtime';
import { Living, views, type LivingInstances } from '#views';

/** How many of them a plan names. */
const NAMED = 20;

/** Which instances a plan is about: as many as there are, and the first of them. */
@Injectable()
export class AffectedInstances {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly positions: ViewPositions,
    private readonly living: Living,
    private readonly settings: Settings,
  ) {}

  /** Those that were asked to run what a channel says, and will not run what it says. Throws ViewIsBehind. */
  async apartFrom(family: FamilyId, channel: string, imageId: string | null): Promise<LivingInstances> {
    await this.caughtUp();
    return this.living.apartFrom(family, channel, imageId, NAMED);
  }

  /** Those that run an image. Throws ViewIsBehind. */
  async running(imageId: string): Promise<LivingInstances> {
    await this.caughtUp();
    return this.living.running(imageId, NAMED);
  }

  /** Throws ViewIsBehind. */
  async only(instanceId: string): Promise<LivingInstances> {
    await this.caughtUp();
    return this.living.only(instanceId);
  }

  private async caughtUp(): Promise<void> {
    const { position } = await this.store.head();
    await this.positions.waitFor([views.instances], position, this.settings.readWait);
  }
}
