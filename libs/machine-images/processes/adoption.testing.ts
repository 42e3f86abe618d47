import {
  decodeEvent,
  WritePath,
  type CommandContext,
  type DomainError,
  type ReadEvent,
} from '#event-sourcing';
import { SimulatedComputeProvider } from '#compute';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { machineImageEvents } from '../index';
import type { ImageEvent } from '../image/events';
import type { ExistingImage } from '../image/state';
import { ImageAdoptionProcess } from './image-adoption';
import { ImageDeregistrationProcess } from './image-deregistration';
import { InstanceActionProcess } from './instance-actions';
import { ResourceAdoption, type Adopted, type Observation } from './resource-adoption';
import { VolumeAttachmentProcess } from './volume-attachment';
import { VolumeStorageProcess } from './volume-storage';

export const SEEN_AT = new Date('2026-11-01T00:00:00.000Z');

/** One process of the service that adopts. Several may share a store. */
export class Adopting {
  readonly writePath: WritePath;
  readonly adoption: ResourceAdoption;
  readonly provider = new SimulatedComputeProvider();
  private readonly images: ImageAdoptionProcess;
  private readonly deregistration: ImageDeregistrationProcess;

  constructor(readonly store = new InMemoryEventStore()) {
    this.writePath = new WritePath(store);
    this.deregistration = new ImageDeregistrationProcess(this.writePath);
    this.images = new ImageAdoptionProcess(this.writePath, this.deregistration);
    this.adoption = new ResourceAdoption(this.writePath, this.images);
  }

  /** With what is on record otherwise by then. */
  async adopt(observation: Observation, key: string, options = {}): Promise<Adopted> {
    const context: CommandContext = wishUnder(key, JSON.stringify(observation));
    const adopted = await this.adoption.adopt(observation, SEEN_AT, context, options);
    return { ...adopted, clashes: [...adopted.clashes, ...(await this.adoption.disagreements(observation))] };
  }

  /** What a request does that looked at the image, and then was held up. */
  claimLate(image: ExistingImage): Promise<readonly DomainError[]> {
    return this.images.claimFor(image, wishUnder('late'), {});
  }

  /** What the process manager of adopted images does with one event. */
  react(read: ReadEvent<ImageEvent>): Promise<void> {
    return this.images.react(read);
  }

  /** What the process managers do when they get to read the log, from its beginning. */
  async reactToEverything(): Promise<void> {
    const storage = new VolumeStorageProcess(this.writePath, this.provider);
    const actions = new InstanceActionProcess(this.writePath, this.provider);
    const attachments = new VolumeAttachmentProcess(this.writePath, this.provider);
    const managers = [this.images, this.deregistration, storage, actions, attachments];
    for (const recorded of [...this.store.log]) {
      const read = decodeEvent(machineImageEvents, recorded);
      for (const manager of managers)
        if ((manager.reactsTo as readonly string[]).includes(recorded.type))
          await manager.react(read as never);
    }
  }

  /** What stands in the log, without what names a moment. */
  get recorded(): readonly string[] {
    return this.store.log.map(({ stream, type, id, data }) => [stream, type, id, data].join(' '));
  }

  get recordedTypes(): readonly string[] {
    return this.store.log.map(({ type }) => type);
  }
}
