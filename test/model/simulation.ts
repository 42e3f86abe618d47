import { SimulatedComputeProvider } from '../../libs/compute';
import {
  commandIdOf,
  decodeEvent,
  DomainError,
  resourceIdOf,
  WritePath,
  type CommandContext,
  type DomainEvent,
  type Plan,
  type WriteOptions,
} from '../../libs/event-sourcing';
import {
  FamilyRevocationProcess,
  ImageDeregistrationProcess,
  ImageRegistrationProcess,
  ImageRestorationProcess,
  machineImageEvents,
  type FamiliesOfImage,
  type FamilyId,
} from '../../libs/machine-images';
import { InMemoryEventStore } from '../support/in-memory-event-store';
import { imageRequest } from './image-requests';
import { request } from './requests';
import { ACCOUNTS, type Step, type Wish } from './wishes';
import type { Chronicle, Deed } from './world';

/** Long enough ago that no history reaches the present. */
const BEGINNING = Date.UTC(1980, 0, 1, 11, 59, 30);

/** What a wish recorded, or would have. */
export interface Answer {
  readonly events: readonly DomainEvent[];
  readonly plan?: Plan;
}

/** One thing that is asked for. Every call is a request of its own. */
export type Request = (context: CommandContext, options: WriteOptions) => Promise<Answer>;

export interface Asked {
  readonly deed: Deed;
  /** Of what is made or changed. */
  readonly imageId: string;
  /** Under one key, or under none, as a request of its own every time. */
  readonly send: (options?: WriteOptions, key?: string) => Promise<Sent>;
}

export type Sent =
  | { readonly kind: 'refused'; readonly code: string }
  | ({ readonly kind: 'done'; readonly id: string } & Answer);

/** The ledger's own write side, on a log whose clock stands still between one step and the next. */
export class Simulation {
  clock = BEGINNING;
  readonly store = new InMemoryEventStore({ now: () => this.clock });
  readonly writePath = new WritePath(this.store);
  readonly deregistration = new ImageDeregistrationProcess(this.writePath);
  readonly registration = new ImageRegistrationProcess(
    this.writePath,
    this.deregistration,
    new SimulatedComputeProvider(),
  );
  readonly restoration = new ImageRestorationProcess(this.writePath, this.deregistration);
  private readonly revocation = new FamilyRevocationProcess(this.writePath, this.familiesOfImage());
  private seen = 0;
  private steps = 0;
  private requests = 0;

  /** What the next step asks for, at its time. */
  next({ after, wish, reason, by }: Step, chronicle: Chronicle): Asked {
    this.clock += after;
    this.steps++;
    const imageId = this.imageOf(wish, chronicle);
    const account = by === 'owner' ? ownerOf(wish, imageId, chronicle) : ACCOUNTS[3];
    const asks =
      wish.kind === 'image'
        ? imageRequest(this, { wish: wish.change, imageId, account, chronicle })
        : request(this, { wish, imageId, account, chronicle });
    return {
      deed: { at: this.clock, account, reason: reason ?? null },
      imageId,
      send: (options = {}, key = `request ${++this.requests}`) =>
        this.send(asks, this.context(account, { reason, key }), options),
    };
  }

  /** Lets the process managers have what was recorded since. */
  async followUp(): Promise<void> {
    for (const recorded of this.store.log.slice(this.seen)) {
      const read = decodeEvent(machineImageEvents, recorded);
      const isIts = this.revocation.reactsTo.some((type) => type === read.event.type);
      if (isIts) await this.revocation.react(read as Parameters<FamilyRevocationProcess['react']>[0]);
    }
    this.seen = this.store.log.length;
  }

  /** Of a stream, as the log has it. */
  revisionOf(stream: string): number {
    return this.store.log.findLast((event) => event.stream === stream)?.revision ?? -1;
  }

  private async send(asks: Request, context: CommandContext, options: WriteOptions): Promise<Sent> {
    try {
      const { events, plan } = await asks(context, options);
      const planned = plan === undefined ? {} : { plan };
      return { kind: 'done', events, ...planned, id: context.correlationId };
    } catch (error) {
      if (error instanceof DomainError) return { kind: 'refused', code: (error as DomainError).code };
      throw error;
    }
  }

  private context(
    account: string,
    { reason, key }: { reason: string | undefined; key: string },
  ): CommandContext {
    const commandId = commandIdOf('model', key);
    return {
      actor: { account, roles: ['member'], interface: 'rest' },
      commandId,
      correlationId: commandId,
      causationId: commandId,
      at: new Date(this.clock),
      ...(reason === undefined ? {} : { reason }),
    };
  }

  private imageOf(wish: Wish, { now }: Chronicle): string {
    const imageIds = Object.keys(now.images);
    const pick = (index: number): string => imageIds[index % imageIds.length] ?? 'ami-00000000000000000';
    if (wish.kind === 'image') return pick(wish.image);
    if (wish.kind === 'family' && wish.change.kind === 'publish') return pick(wish.change.image);
    return resourceIdOf('ami', `step ${this.steps}`);
  }

  /** As a view would tell that has read everything. */
  private familiesOfImage(): FamiliesOfImage {
    return {
      holding: (imageId) => {
        const published = this.store.log
          .filter(({ type }) => type === 'ImageVersionPublished')
          .map(({ data }) => JSON.parse(data) as FamilyId & { readonly imageId: string });
        return Promise.resolve(published.filter((version) => version.imageId === imageId));
      },
    };
  }
}

function ownerOf(wish: Wish, imageId: string, { now }: Chronicle): string {
  switch (wish.kind) {
    case 'register':
    case 'family':
      return wish.owner;
    case 'image':
      if (wish.change.kind === 'answer') return wish.change.account;
      return now.images[imageId]?.ownerId ?? ACCOUNTS[0];
    case 'block-public-access':
    case 'allow-images':
    case 'retain':
    case 'place':
    case 'leave':
      return wish.account;
    case 'announce':
      return ACCOUNTS[0];
  }
}
