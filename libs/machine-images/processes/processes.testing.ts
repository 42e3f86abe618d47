import { SimulatedComputeProvider } from '#compute';
import { decodeEvent, WritePath, type Outcome, type WriteOptions } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { content, deregister, IMAGE, owner, registration, restore } from '../image/image.testing';
import type { ImageEvent } from '../image/events';
import type { ImageRegistration } from '../image/registration';
import type { ImageState } from '../image/state';
import { machineImageEvents } from '../index';
import { retentionRules } from '../retention-rule/retention-rule';
import {
  ImageDeregistrationProcess,
  type Deregistered,
  type WishedDeregistration,
} from './image-deregistration';
import { ImageRegistrationProcess } from './image-registration';
import { ImageRestorationProcess } from './image-restoration';

export const [SNAPSHOT_ONE, SNAPSHOT_TWO, SNAPSHOT_THREE] = [1, 2, 3].map(
  (n) => `snap-${String(n).padStart(17, '0')}`,
) as [string, string, string];

export const RULE = 'rule-0123456789abcdef0';

/** A registration from these snapshots, the first of them being the root volume's. */
export const registrationFrom = (
  snapshotIds: readonly string[],
  overrides: Partial<ImageRegistration> = {},
): ImageRegistration =>
  registration({
    content: content({
      blockDeviceMappings: snapshotIds.map((snapshotId, index) => ({
        deviceName: `/dev/xvd${'abc'.charAt(index)}`,
        ebs: { snapshotId },
      })),
    }),
    ...overrides,
  });

type ImageOutcome = Outcome<ImageState, ImageEvent>;

/** One process of the service. Several may share a store. */
export class Service {
  readonly writePath: WritePath;
  readonly deregistration: ImageDeregistrationProcess;
  readonly registration: ImageRegistrationProcess;
  readonly restoration: ImageRestorationProcess;

  constructor(
    readonly store = new InMemoryEventStore(),
    readonly provider = new SimulatedComputeProvider(),
  ) {
    this.writePath = new WritePath(store);
    this.deregistration = new ImageDeregistrationProcess(this.writePath);
    this.registration = new ImageRegistrationProcess(this.writePath, this.deregistration, provider);
    this.restoration = new ImageRestorationProcess(this.writePath, this.deregistration);
  }

  /** The body of a request is what it registers. */
  register(registration: ImageRegistration, key = 'k1', options: WriteOptions = {}): Promise<ImageOutcome> {
    return this.registration.register(registration, wishUnder(key, JSON.stringify(registration)), options);
  }

  async deregister(imageId = IMAGE, key = 'd1', options: WriteOptions = {}): Promise<ImageOutcome> {
    return (await this.deregisterWith({}, imageId, key, options)).outcome;
  }

  /** And what became of its snapshots. */
  deregisterWith(
    how: Partial<WishedDeregistration>,
    imageId = IMAGE,
    key = 'd1',
    options: WriteOptions = {},
  ): Promise<Deregistered> {
    const { retentionRules: _, ...wished } = deregister(how);
    return this.deregistration.deregister({ ...wished, imageId }, wishUnder(key), options);
  }

  /** What is deregistered from now on is kept in the Recycle Bin. */
  async retain(value = 7): Promise<void> {
    const at = { ownerId: owner.account, region: 'us-east-1' };
    const retentionPeriod = { unit: 'days', value } as const;
    const rule = { ...at, ruleId: RULE, resourceType: 'image', retentionPeriod, resourceTags: [] } as const;
    await this.writePath.execute(retentionRules, at, { type: 'CreateRetentionRule', rule }, wishUnder(RULE));
  }

  restore(imageId = IMAGE, key = 'r1', options: WriteOptions = {}): Promise<ImageOutcome> {
    const { restorationId: _, ...wished } = restore();
    return this.restoration.restore({ ...wished, imageId }, wishUnder(key), options);
  }

  /** What the process managers do when they get to read the log, from its beginning. */
  async reactToEverything(): Promise<void> {
    for (const recorded of [...this.store.log]) {
      const read = decodeEvent(machineImageEvents, recorded);
      const { event } = read;
      if (event.type === 'ImageNameClaimed') await this.registration.react({ ...read, event });
      if (event.type === 'ImageNameReclaimed') await this.restoration.react({ ...read, event });
      if (event.type === 'ImageDeregistered') await this.deregistration.react({ ...read, event });
    }
  }

  /** Another process on the same log, as after a restart. */
  restarted(): Service {
    return new Service(this.store, this.provider);
  }

  /** What stands in the log, without what names a moment. */
  get recorded(): readonly string[] {
    return this.store.log.map(({ stream, type, id, data }) => [stream, type, id, data].join(' '));
  }

  get recordedTypes(): readonly string[] {
    return this.store.log.map(({ type }) => type);
  }

  /** Which of the snapshots are held, and by whom. */
  get holds(): Readonly<Record<string, readonly string[]>> {
    const holds: Record<string, string[]> = {};
    for (const { type, data } of this.store.log) {
      if (type !== 'SnapshotHeld' && type !== 'SnapshotReleased') continue;
      const { snapshotId, imageId } = JSON.parse(data) as Record<'snapshotId' | 'imageId', string>;
      const others = (holds[snapshotId] ?? []).filter((holder) => holder !== imageId);
      holds[snapshotId] = type === 'SnapshotHeld' ? [...others, imageId] : others;
    }
    return holds;
  }
}
