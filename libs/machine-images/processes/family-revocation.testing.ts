import { decodeEvent, WritePath, type CommandContext, type EventStore } from '#event-sourcing';
import { InMemoryEventStore, ticking } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import type { FamilyCommand, FamilyId } from '../family/commands';
import type { ExistingFamily } from '../family/state';
import { families } from '../family/family';
import { imageOf, owner } from '../family/family.testing';
import type { ImageCommand } from '../image/commands';
import { images } from '../image/image';
import { registration, TODAY } from '../image/image.testing';
import type { ChannelsOfRevoked, RevocationCause } from '../image/revocations';
import { machineImageEvents } from '../index';
import { FamilyRevocationProcess, type FamiliesOfImage } from './family-revocation';

const WEB: FamilyId = { ownerId: owner.account, name: 'web' };
const BY_HAND: RevocationCause = { kind: 'by-hand' };

/** What a view would say that has read exactly up to the position. */
export const upTo = (store: InMemoryEventStore): FamiliesOfImage => ({
  holding: (imageId, position) => {
    const published = store.log
      .filter((recorded) => recorded.position <= position && recorded.type === 'ImageVersionPublished')
      .map(({ data }) => JSON.parse(data) as FamilyId & { readonly imageId: string });
    return Promise.resolve(published.filter((version) => version.imageId === imageId));
  },
});

/** One process of the service, with a family `web`. Several may share a store. Every append has a millisecond of its own. */
export class FamilyLedger {
  readonly writePath: WritePath;
  private readonly process: FamilyRevocationProcess;
  private asked = 0;

  constructor(readonly store = new InMemoryEventStore({ now: ticking() })) {
    this.writePath = new WritePath(store satisfies EventStore);
    this.process = new FamilyRevocationProcess(this.writePath, upTo(store));
  }

  /** With versions 1 to n, that prod was promoted through. */
  static async withVersions(count: number): Promise<FamilyLedger> {
    const ledger = new FamilyLedger();
    await ledger.ask({ type: 'CreateFamily', ...WEB });
    for (let version = 1; version <= count; version++) {
      await ledger.makeImage(version);
      await ledger.publish(version);
      await ledger.ask({ type: 'PromoteChannel', ...WEB, by: owner, at: TODAY, channel: 'prod', version });
    }
    return ledger;
  }

  async makeImage(version: number): Promise<void> {
    const made = registration({ imageId: imageOf(version), ownerId: owner.account });
    const command = { type: 'CreateImage', registration: made } as const;
    await this.writePath.execute(images, made.imageId, command, wishUnder(`create ${version}`));
  }

  async publish(version: number, name = 'web'): Promise<void> {
    const command = {
      type: 'PublishImageVersion',
      ...WEB,
      name,
      by: owner,
      at: TODAY,
      imageId: imageOf(version),
    } as const;
    await this.ask(command, { reason: 'a new release' });
  }

  async revoke(version: number, channels: ChannelsOfRevoked = 'move', cause = BY_HAND): Promise<void> {
    const cascade = cause.kind === 'cascade' ? { cascadeId: cause.cascadeId } : {};
    const wish = { imageId: imageOf(version), by: owner, at: TODAY, channels };
    await this.change({ type: 'RevokeImage', ...wish, ...cascade });
  }

  async schedule(version: number, revokeAt: Date): Promise<void> {
    const wish = { imageId: imageOf(version), by: owner, at: new Date(0), channels: 'move' } as const;
    await this.change({ type: 'RevokeImage', ...wish, revokeAt });
  }

  async reinstate(version: number, cause = BY_HAND): Promise<void> {
    const undo = cause.kind === 'cascade' ? { undo: cause.cascadeId } : {};
    const wish = { imageId: imageOf(version), by: owner, at: TODAY };
    await this.change({ type: 'ReinstateImage', ...wish, ...undo });
  }

  async change(command: Extract<ImageCommand, { imageId: string }>): Promise<void> {
    await this.writePath.execute(images, command.imageId, command, this.nextWish());
  }

  async ask(command: FamilyCommand, said: Partial<CommandContext> = {}): Promise<void> {
    const { ownerId, name } = command;
    await this.writePath.execute(families, { ownerId, name }, command, { ...this.nextWish(), ...said });
  }

  /** What the process manager does when it gets to read the log, from an event on. */
  async react(from = 0): Promise<void> {
    for (const recorded of this.store.log.slice(from)) {
      const read = decodeEvent(machineImageEvents, recorded);
      const isIts = this.process.reactsTo.some((type) => type === read.event.type);
      if (isIts) await this.process.react(read as Parameters<FamilyRevocationProcess['react']>[0]);
    }
  }

  /** Another process on the same log, as after a restart. */
  restarted(): FamilyLedger {
    return new FamilyLedger(this.store);
  }

  /** What was recorded of families since, without whose they are and since when. */
  since(length: number): readonly unknown[] {
    return this.store.log
      .slice(length)
      .filter(({ stream }) => stream.startsWith('family-'))
      .map(({ type, data }) => {
        const { ownerId: _o, imageId: _i, since: _s, ...said } = JSON.parse(data) as Record<string, unknown>;
        return [type, said];
      });
  }

  /** Since when it counts what was recorded of families since. */
  counting(length: number): readonly unknown[] {
    return this.store.log
      .slice(length)
      .filter(({ stream }) => stream.startsWith('family-'))
      .map(({ type, data }) => [type, (JSON.parse(data) as { readonly since?: string }).since]);
  }

  async family(name = 'web'): Promise<ExistingFamily> {
    const state = await this.writePath.look(families, { ...WEB, name });
    if (state.kind === 'unknown') throw new Error('there is no such family');
    return state;
  }

  private nextWish() {
    return wishUnder(`wish ${this.asked++} of ${this.store.log.length}`);
  }
}
