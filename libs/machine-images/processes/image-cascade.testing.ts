import {
  decodeEvent,
  WritePath,
  type CommandContext,
  type Position,
  type WriteOptions,
} from '#event-sourcing';
import { InMemoryEventStore, ticking } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import type { FamilyCommand, FamilyId } from '../family/commands';
import { families } from '../family/family';
import type { ExistingFamily } from '../family/state';
import type { FollowCascade, ImageChange } from '../image/commands';
import { images } from '../image/image';
import { owner, registration, TODAY } from '../image/image.testing';
import type { ExistingImage } from '../image/state';
import type { Principal } from '../principal';
import { machineImageEvents } from '../index';
import { FamilyRevocationProcess } from './family-revocation';
import { ImageCascadeProcess } from './image-cascade';
import { ImageRevocation, type Reinstated, type Revoked } from './image-revocation';
import { LineageInLog } from './lineage-in-log.testing';

export const WEB = { ownerId: owner.account, name: 'web' } as const;

/** `ami-` with the number at its end. */
export const amiOf = (number: number): string => `ami-${String(number).padStart(17, '0')}`;

interface AnyProcess {
  readonly reactsTo: readonly string[];
  readonly react: (read: never) => Promise<void>;
}

/** One process of the service, with images that come of each other, and perhaps a family of them. */
export class CascadeLedger {
  readonly writePath: WritePath;
  readonly survey: LineageInLog;
  private readonly revocation: ImageRevocation;
  private readonly processes: readonly AnyProcess[];
  private asked = 0;

  constructor(readonly store = new InMemoryEventStore({ now: ticking() })) {
    this.writePath = new WritePath(store);
    this.survey = new LineageInLog(store);
    this.revocation = new ImageRevocation(this.writePath, this.survey);
    const holding = async (imageId: string, position: Position) =>
      (await this.survey.held([imageId], position)).map(({ family }) => family);
    this.processes = [
      new ImageCascadeProcess(this.writePath, this.survey),
      new FamilyRevocationProcess(this.writePath, { holding }),
    ];
  }

  /** Each image, and the one that it is made of. */
  static async with(parents: Readonly<Record<number, number>>): Promise<CascadeLedger> {
    const ledger = new CascadeLedger();
    await ledger.make(1);
    for (const [number, parent] of Object.entries(parents)) await ledger.make(Number(number), parent);
    return ledger;
  }

  async make(number: number, parent?: number, ownerId = owner.account, isPending = false): Promise<void> {
    const origin =
      parent === undefined
        ? ({ kind: 'snapshots' } as const)
        : ({ kind: 'copy', imageId: amiOf(parent), region: 'us-east-1' } as const);
    const identity = { imageId: amiOf(number), ownerId, name: `image ${number}`, origin };
    const made = registration({ ...identity, ...(isPending ? { work: { snapshots: [] } } : {}) });
    const command = { type: 'CreateImage', registration: made } as const;
    await this.writePath.execute(images, made.imageId, command, wishUnder(`create ${number}`));
  }

  async finish(number: number): Promise<void> {
    const imageId = amiOf(number);
    const command = { type: 'CompleteImage', imageId, providerId: imageId } as const;
    await this.writePath.execute(images, imageId, command, wishUnder(`finish ${number}`));
  }

  /** The images are versions 1, 2, 3 … of `web`, and prod is promoted through them. */
  async publish(...numbers: readonly number[]): Promise<void> {
    await this.ask({ type: 'CreateFamily', ...WEB });
    for (const [index, number] of numbers.entries()) {
      const version = index + 1;
      const asked = { ...WEB, by: owner, at: TODAY };
      await this.ask({ type: 'PublishImageVersion', ...asked, imageId: amiOf(number) });
      await this.ask({ type: 'PromoteChannel', ...asked, channel: 'prod', version });
    }
  }

  promote(version: number): Promise<void> {
    return this.ask({ type: 'PromoteChannel', ...WEB, by: owner, at: TODAY, channel: 'prod', version });
  }

  async cascade(
    number: number,
    { by = owner, channels = 'move' }: { readonly by?: Principal; readonly channels?: 'move' | 'keep' } = {},
    options: WriteOptions = {},
  ): Promise<Revoked> {
    const wish = { by, channels, cascade: true };
    const context = this.wish({ reason: 'a flaw' });
    return this.revocation.revoke({ imageId: amiOf(number) }, wish, context, options);
  }

  revokeAlone(number: number, options: WriteOptions = {}): Promise<Revoked> {
    const wish = { by: owner, channels: 'move', cascade: false } as const;
    return this.revocation.revoke({ imageId: amiOf(number) }, wish, this.wish(), options);
  }

  reinstateAlone(number: number, options: WriteOptions = {}): Promise<Reinstated> {
    const wish = { by: owner, undo: undefined };
    return this.revocation.reinstate({ imageId: amiOf(number) }, wish, this.wish(), options);
  }

  revokeVersion(
    version: number,
    { by = owner, family = WEB }: { readonly by?: Principal; readonly family?: FamilyId } = {},
  ): Promise<Revoked> {
    const wish = { by, channels: 'move', cascade: false } as const;
    return this.revocation.revoke({ family, version }, wish, this.wish(), {});
  }

  undo(number: number, undo: string, by = owner, options: WriteOptions = {}): Promise<Reinstated> {
    const context = this.wish({ reason: 'no flaw' });
    return this.revocation.reinstate({ imageId: amiOf(number) }, { by, undo }, context, options);
  }

  async revoke(number: number, channels: 'move' | 'keep' = 'move'): Promise<void> {
    const wish = { imageId: amiOf(number), by: owner, at: TODAY, channels };
    await this.change({ type: 'RevokeImage', ...wish });
  }

  async reinstate(number: number): Promise<void> {
    await this.change({ type: 'ReinstateImage', imageId: amiOf(number), by: owner, at: TODAY });
  }

  /** As a process would that looked before and appends only now. */
  async inheritLate(
    number: number,
    seen: Omit<FollowCascade, 'type' | 'imageId' | 'revoked'>,
  ): Promise<void> {
    const command = { type: 'FollowCascade', imageId: amiOf(number), revoked: true, ...seen } as const;
    const { consult: _, ...blind } = images;
    await this.writePath.execute(blind, command.imageId, command, this.wish());
  }

  async change(command: ImageChange): Promise<void> {
    await this.writePath.execute(images, command.imageId, command, this.wish());
  }

  async ask(command: FamilyCommand): Promise<void> {
    await this.writePath.execute(families, WEB, command, this.wish());
  }

  /** What the process managers do when they get to read the log, from an event on and to its end. */
  async react(from = 0): Promise<void> {
    for (let index = from; index < this.store.log.length; index++) {
      const recorded = this.store.log[index];
      if (recorded === undefined) return;
      const read = decodeEvent(machineImageEvents, recorded);
      for (const process of this.processes)
        if (process.reactsTo.some((type) => type === read.event.type)) await process.react(read as never);
    }
  }

  /** Another process on the same log, as after a restart. */
  restarted(): CascadeLedger {
    return new CascadeLedger(this.store);
  }

  async image(number: number): Promise<ExistingImage> {
    const state = await this.writePath.look(images, amiOf(number));
    if (state.kind === 'unknown') throw new Error('there is no such image');
    return state;
  }

  async family(): Promise<ExistingFamily> {
    const state = await this.writePath.look(families, WEB);
    if (state.kind === 'unknown') throw new Error('there is no such family');
    return state;
  }

  /** Why each of the images is revoked. */
  async causes(...numbers: readonly number[]): Promise<readonly (readonly string[])[]> {
    const found = [];
    for (const number of numbers) {
      const { revocations } = await this.image(number);
      found.push(revocations.map(({ cause }) => (cause.kind === 'by-hand' ? 'by hand' : cause.cascadeId)));
    }
    return found;
  }

  /** What stands in the log, in whatever order images that follow side by side took it there, and whenever. */
  get recorded(): readonly string[] {
    return this.store.log
      .map(({ stream, type, data }) => {
        const { since: _, ...said } = JSON.parse(data) as Record<string, unknown>;
        return [stream, type, JSON.stringify(said)].join(' ');
      })
      .sort();
  }

  private wish(said: Partial<CommandContext> = {}): CommandContext {
    return { ...wishUnder(`wish ${this.asked++} of ${this.store.log.length}`), ...said };
  }
}

/** The id of the cascade that a call began. */
export function cascadeOf({ outcome }: Revoked): string {
  const [event] = outcome.events;
  if (event?.type !== 'ImageRevoked' || event.data.cause.kind !== 'cascade') throw new Error('none began');
  return event.data.cause.cascadeId;
}
