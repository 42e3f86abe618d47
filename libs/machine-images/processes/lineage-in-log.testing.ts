import { BEGINNING, decodeEvent, type Position } from '#event-sourcing';
import type { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import type { ImageCreatedData } from '../image/events';
import { machineImageEvents, type MachineImageEvent } from '../index';
import type { BegunCascade, OwnedImage } from './image-cascade';
import type { RevocationSurvey } from './image-revocation';
import type { HeldImage } from './revocation-plan';

/** What views would say that have read exactly up to the position, or what is known. Images here are copies of each other. */
export class LineageInLog implements RevocationSurvey {
  /** How far they have read, where nobody asks for more. */
  known: Position = BEGINNING;
  /** Decoded once: a survey is asked about every image there is. */
  private readonly decoded: MachineImageEvent[] = [];

  constructor(private readonly store: InMemoryEventStore) {}

  head(): Promise<Position> {
    return Promise.resolve(this.store.log.at(-1)?.position ?? 0n);
  }

  descendants(imageId: string, position: Position): Promise<readonly OwnedImage[]> {
    const found: OwnedImage[] = [];
    const reached = new Set([imageId]);
    for (const { origin, ...made } of this.created(position)) {
      if (origin.kind !== 'copy' || !reached.has(origin.imageId)) continue;
      reached.add(made.imageId);
      found.push({ imageId: made.imageId, ownerId: made.ownerId });
    }
    return Promise.resolve(found);
  }

  cascadesAbove(imageId: string, position: Position): Promise<readonly BegunCascade[]> {
    const parents = new Map(this.created(position).map((made) => [made.imageId, made.origin]));
    const above = new Set<string>();
    for (let at = parents.get(imageId); at?.kind === 'copy'; at = parents.get(at.imageId))
      above.add(at.imageId);
    return Promise.resolve(
      this.upTo(position).flatMap(({ type, data }) =>
        type === 'ImageRevoked' &&
        above.has(data.imageId) &&
        data.descendants !== undefined &&
        data.cause.kind === 'cascade'
          ? [{ cascadeId: data.cause.cascadeId, beganAt: data.imageId }]
          : [],
      ),
    );
  }

  held(imageIds: readonly string[], position: Position): Promise<readonly HeldImage[]> {
    const versions = this.upTo(position).flatMap((event) =>
      event.type === 'ImageVersionPublished' && imageIds.includes(event.data.imageId) ? [event.data] : [],
    );
    return Promise.resolve(
      versions.map(({ imageId, ownerId, name }) => ({ imageId, family: { ownerId, name } })),
    );
  }

  running() {
    return Promise.resolve({ count: 0, items: [] });
  }

  private created(position: Position): readonly ImageCreatedData[] {
    return this.upTo(position).flatMap(({ type, data }) => (type === 'ImageCreated' ? [data] : []));
  }

  private upTo(position: Position): readonly MachineImageEvent[] {
    for (const recorded of this.store.log.slice(this.decoded.length))
      this.decoded.push(decodeEvent(machineImageEvents, recorded).event);
    return this.decoded.slice(0, Math.max(Number(position), Number(this.known)));
  }
}
