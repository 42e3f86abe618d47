import {
  BEGINNING,
  followUpIdOf,
  StreamQueue,
  type Category,
  type CommandContext,
  type Consulting,
  type DomainError,
  type DomainEvent,
  type Outcome,
  type Position,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { StateIsNotKept, type AttachmentDisagrees } from '../adoption/errors';
import type { Observed } from '../adoption/observed';
import { isKept, type ObservedImage } from '../image/adoption';
import { images } from '../image/image';
import type { LaunchPrincipal } from '../image/launch-principal';
import type { ObservedInstance } from '../instance/commands';
import { instances } from '../instance/instance';
import type { SnapshotAdoptedData } from '../snapshot/events';
import { snapshots } from '../snapshot/snapshot';
import type { ObservedVolume } from '../volume/commands';
import { volumes } from '../volume/volume';
import { disagreementsOfInstance, disagreementsOfVolume } from './attachment-agreement';
import type { ImageAdoptionProcess } from './image-adoption';

/** What was seen of one resource. */
export type Observation =
  | { readonly kind: 'image'; readonly id: string; readonly facts: ObservedImage }
  | { readonly kind: 'launch-permissions'; readonly id: string; readonly facts: readonly LaunchPrincipal[] }
  | { readonly kind: 'snapshot'; readonly id: string; readonly facts: SnapshotAdoptedData }
  | {
      readonly kind: 'volume';
      readonly id: string;
      readonly facts: ObservedVolume;
      /** What of it the ledger has no words for. */
      readonly unkept: readonly string[];
    }
  | { readonly kind: 'instance'; readonly id: string; readonly facts: ObservedInstance };

export interface Adopted {
  /** What was recorded of the resource, also when the same request recorded it before. */
  readonly events: readonly DomainEvent[];
  readonly position: Position;
  /** What it clashes with: it is known all the same. */
  readonly clashes: readonly DomainError[];
}

type Write<State, Command, Event extends DomainEvent> = Category<string, State, Command, Event> &
  Partial<Consulting<State, Command>>;

/**
 * Makes the ledger know what was seen outside of it. One resource is one append, which takes all that was seen of it or
 * nothing; what it needs of other streams follows, and is finished by process managers where the request dies.
 */
export class ResourceAdoption {
  private readonly namesakes = new StreamQueue();

  constructor(
    private readonly writePath: WritePath,
    private readonly claims: ImageAdoptionProcess,
  ) {}

  /** Throws ObservedTooEarly, ObservedOtherwise; UnknownImage for launch permissions of what nobody knows. */
  async adopt(
    observation: Observation,
    observedAt: Date,
    request: CommandContext,
    options: Pick<WriteOptions, 'dryRun'>,
  ): Promise<Adopted> {
    const context: CommandContext = {
      ...request,
      commandId: followUpIdOf(request.commandId, `adopt ${observation.kind} ${observation.id}`),
      observedAt: observedAt.toISOString(),
    };
    switch (observation.kind) {
      case 'image':
        return this.afterNamesakes(observation, observedAt, context, options);
      case 'launch-permissions': {
        const { id: imageId, facts } = observation;
        const command = {
          type: 'ObserveLaunchPermissions',
          imageId,
          observed: { facts, observedAt },
        } as const;
        return (await this.record(images, imageId, command, context, options)).adopted;
      }
      case 'snapshot': {
        const { id: snapshotId, facts } = observation;
        const command = { type: 'AdoptSnapshot', snapshotId, observed: { facts, observedAt } } as const;
        return (await this.record(snapshots, snapshotId, command, context, options)).adopted;
      }
      case 'volume': {
        const { id: volumeId, facts, unkept } = observation;
        const command = { type: 'AdoptVolume', volumeId, observed: { facts, observedAt } } as const;
        const { adopted } = await this.record(volumes, volumeId, command, context, options);
        return { ...adopted, clashes: unkept.map((what) => new StateIsNotKept(volumeId, what)) };
      }
      case 'instance': {
        const { id: instanceId, facts } = observation;
        const adoption = { observed: { facts, observedAt }, adoptionId: context.commandId };
        const command = { type: 'AdoptInstance', instanceId, ...adoption } as const;
        return (await this.record(instances, instanceId, command, context, options)).adopted;
      }
    }
  }

  /**
   * What is on record otherwise of the other, where a volume says that it is attached to an instance, or an instance
   * that it has a volume. To be asked once everything that was seen together is adopted.
   */
  async disagreements({
    kind,
    id,
  }: Pick<Observation, 'kind' | 'id'>): Promise<readonly AttachmentDisagrees[]> {
    if (kind === 'volume') {
      const { state } = await this.writePath.load(volumes, id);
      return disagreementsOfVolume(this.writePath, state);
    }
    if (kind !== 'instance') return [];
    const { state } = await this.writePath.load(instances, id);
    return disagreementsOfInstance(this.writePath, state);
  }

  /** Of images that share a name, the one that was told of first has it, and the others clash with it. */
  private async afterNamesakes(
    { id, facts }: Observation & { readonly kind: 'image' },
    observedAt: Date,
    context: CommandContext,
    options: Pick<WriteOptions, 'dryRun'>,
  ): Promise<Adopted> {
    const { ownerId, region, name = id } = facts;
    const adopt = (): Promise<Adopted> => this.image(id, { facts, observedAt }, context, options);
    return this.namesakes.run(`${ownerId} ${region} ${name}`, adopt);
  }

  private async image(
    imageId: string,
    observed: Observed<ObservedImage>,
    context: CommandContext,
    options: Pick<WriteOptions, 'dryRun'>,
  ): Promise<Adopted> {
    const { commandId: adoptionId } = context;
    const command = { type: 'AdoptImage', imageId, observed, adoptionId } as const;
    const { state, adopted } = await this.record(images, imageId, command, context, options);
    if (state.kind === 'unknown') return adopted;
    const isBack = adopted.events.some(({ type }) => type === 'ImageAdopted' || type === 'ImageRestored');
    const clashes = isBack
      ? await this.claims.claimFor(state, context, options)
      : await this.claims.claimNameFor(state, context, options);
    const unkept = isKept(observed, state) ? [] : [new StateIsNotKept(imageId, observed.facts.state)];
    return { ...adopted, clashes: [...unkept, ...clashes] };
  }

  private async record<State, Command, Event extends DomainEvent>(
    category: Write<State, Command, Event>,
    id: string,
    command: Command,
    context: CommandContext,
    options: Pick<WriteOptions, 'dryRun'>,
  ): Promise<{ readonly state: State; readonly adopted: Adopted }> {
    const outcome = await this.writePath.execute(category, id, command, context, options);
    const events = await this.recordedBy(category, id, outcome, context);
    const position = events.length === 0 ? BEGINNING : outcome.position;
    const { evolve } = category.decider;
    const state =
      options.dryRun === true
        ? events.reduce((before, event) => evolve(before, event, context.at), outcome.state)
        : outcome.state;
    return { state, adopted: { events, position, clashes: [] } };
  }

  private async recordedBy<State, Command, Event extends DomainEvent>(
    category: Write<State, Command, Event>,
    id: string,
    { events, isRepetition }: Outcome<State, Event>,
    { commandId }: CommandContext,
  ): Promise<readonly Event[]> {
    return isRepetition === true ? this.writePath.recordedBy(category, id, commandId) : events;
  }
}
