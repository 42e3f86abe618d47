import {
  contextOf,
  type CommandContext,
  type Position,
  type ProcessManager,
  type ReadEvent,
  type WritePath,
} from '#event-sourcing';
import { covers, type StandingCascade } from '../image/cascade';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import { causeKey } from '../image/revocations';
import type { InstanceEvent } from '../instance/events';
import type { SnapshotEvent } from '../snapshot/events';
import type { VolumeEvent } from '../volume/events';
import { stepOf } from './follow-up';
import { inGroups } from './in-groups';

/** A cascade, and the image that it began at. */
export interface BegunCascade {
  readonly cascadeId: string;
  readonly beganAt: string;
}

export interface OwnedImage {
  readonly imageId: string;
  readonly ownerId: string;
}

/** What came of what. Each answer is as of the position at least: whoever does not know as much yet throws. */
export interface ImageLineage {
  /** The images that came of an image or an instance, at any depth. */
  descendants(resourceId: string, position: Position): Promise<readonly OwnedImage[]>;
  /** The cascades that hold for something that an image came of. */
  cascadesAbove(imageId: string, position: Position): Promise<readonly BegunCascade[]>;
}

type Decided = Extract<ImageEvent, { type: 'ImageRevoked' | 'ImageReinstated' }>;

type Told = ImageEvent | InstanceEvent | SnapshotEvent | VolumeEvent;

/** The event store takes them together; more at once would only wait. */
const AT_ONCE = 20;

/**
 * Revokes what came of an image with it, and reinstates it when that is undone. What was decided where the cascade
 * began is looked at instead of what an event says: its last decision is carried out, in the name of who took it, and
 * each image looks again for itself. So nothing is revoked once a cascade is undone, and all that follows may be
 * repeated.
 *
 * What is made later is found by its own event, which comes after the cascade in the log, or before it and is found by
 * the cascade. An instance may become known after an image of a volume of its, and what is adopted in any
 * order: it brings its images along.
 */
export class ImageCascadeProcess implements ProcessManager<Told> {
  readonly name = 'image-cascade';
  readonly reactsTo = [
    'ImageRevoked',
    'ImageReinstated',
    'ImageCreated',
    'ImageAdopted',
    'InstanceLaunched',
    'InstanceAdopted',
    'SnapshotAdopted',
    'VolumeAdopted',
  ] as const;

  constructor(
    private readonly writePath: WritePath,
    private readonly lineage: ImageLineage,
  ) {}

  async react({ event, recorded: { position } }: ReadEvent<Told>): Promise<void> {
    if (event.type === 'ImageRevoked' || event.type === 'ImageReinstated')
      return this.follow(event, position);
    if (event.type === 'ImageCreated' || event.type === 'ImageAdopted')
      return this.inherit(event.data, position);
    const resource = linkIn(event);
    if (resource === undefined) return;
    for (const image of await this.lineage.descendants(resource, position))
      await this.inherit(image, position);
  }

  /** A later decision may have been taken before an image was told of the earlier one: it is told of the later. */
  private async follow({ type, data }: Decided, position: Position): Promise<void> {
    const { cause, imageId } = data;
    if (cause.kind === 'by-hand') return;
    const { cascadeId, inheritedFrom } = cause;
    if (inheritedFrom === undefined) {
      const descendants = await this.lineage.descendants(imageId, position);
      await this.settle({ cascadeId, beganAt: imageId }, descendants);
    } else if (type === 'ImageRevoked') {
      const image = await this.writePath.look(images, imageId);
      const owned = image.kind === 'unknown' ? [] : [image.created];
      await this.settle({ cascadeId, beganAt: inheritedFrom }, owned);
    }
  }

  private async inherit(image: OwnedImage, position: Position): Promise<void> {
    for (const cascade of await this.lineage.cascadesAbove(image.imageId, position))
      await this.settle(cascade, [image]);
  }

  private async settle(cascade: BegunCascade, following: readonly OwnedImage[]): Promise<void> {
    const decided = await this.decisionOn(cascade);
    if (decided === undefined) return;
    const { revoked } = decided;
    await inGroups(following, AT_ONCE, ({ imageId, ownerId }) => {
      const command = { type: 'FollowCascade', ...cascade, imageId, revoked } as const;
      const context = stepOf(contextFor(ownerId, decided), `${command.type} ${imageId}`);
      return this.writePath.execute(images, imageId, command, context);
    });
  }

  private async decisionOn({ cascadeId, beganAt }: BegunCascade): Promise<Decision | undefined> {
    const began = await this.writePath.look(images, beganAt);
    const read = await this.writePath.last(
      images,
      beganAt,
      (event) => isDecision(event) && causeKey(event.data.cause) === cascadeId,
    );
    if (began.kind === 'unknown' || read === undefined || !isDecision(read.event)) return undefined;
    const { type, data } = read.event;
    return {
      context: contextOf(read, new Date()),
      revoked: type === 'ImageRevoked',
      ownerId: began.created.ownerId,
      descendants: data.descendants ?? 'account',
    };
  }
}

/** What may be known later than the images that came of it. */
function linkIn(event: Told): string | undefined {
  if (event.type === 'InstanceLaunched' || event.type === 'InstanceAdopted') return event.data.instanceId;
  if (event.type === 'SnapshotAdopted') return event.data.snapshotId;
  return event.type === 'VolumeAdopted' ? event.data.volumeId : undefined;
}

interface Decision extends Pick<StandingCascade, 'ownerId' | 'descendants'> {
  readonly context: CommandContext;
  readonly revoked: boolean;
}

const isDecision = (event: ImageEvent): event is Decided =>
  event.type === 'ImageRevoked' || event.type === 'ImageReinstated';

/** Who is merely warned learns that, and not from whom or why. */
function contextFor(ownerId: string, { context, ...decided }: Decision): CommandContext {
  if (covers(decided, ownerId)) return context;
  const { reason: _, ...rest } = context;
  return { ...rest, actor: { account: ownerId, roles: [], interface: 'system' } };
}
