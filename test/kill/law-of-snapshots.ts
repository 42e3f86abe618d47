import type { Data, Logged } from './log';
import type { Law } from './law';

/** Rule 4: the snapshots of an image that exists are held for it, and what is held is not deleted. */
export class SnapshotsAreHeld implements Law {
  readonly name = 'snapshots are held';
  private readonly holds = new Map<string, Set<string>>();
  private readonly imagesOf = new Map<string, readonly string[]>();
  private readonly pending = new Set<string>();

  see({ type, data }: Logged): string | undefined {
    const { snapshotId = '', imageId = '' } = data;
    switch (type) {
      case 'SnapshotHeld':
        this.holdersOf(snapshotId).add(imageId);
        return undefined;
      case 'SnapshotReleased':
        this.holdersOf(snapshotId).delete(imageId);
        return this.imagesOf.get(imageId)?.includes(snapshotId) === true
          ? `${snapshotId} is released and ${imageId} still needs it`
          : undefined;
      case 'ImageCreated':
        return this.create(imageId, data);
      case 'ImageDeregistered':
        this.imagesOf.delete(imageId);
        return undefined;
      case 'SnapshotCreated':
        this.pending.add(snapshotId);
        return undefined;
      case 'SnapshotCompleted':
      case 'SnapshotFailed':
        this.pending.delete(snapshotId);
        return undefined;
      case 'SnapshotDeleted':
        this.pending.delete(snapshotId);
        return this.holdersOf(snapshotId).size === 0
          ? undefined
          : `${snapshotId} is deleted and held for ${[...this.holdersOf(snapshotId)].join(', ')}`;
    }
    return undefined;
  }

  unfinished(): readonly string[] {
    const held = [...this.holds].flatMap(([snapshotId, images]) =>
      [...images].map((imageId) => [snapshotId, imageId] as const),
    );
    return [
      ...[...this.pending].map((snapshotId) => `${snapshotId} is pending`),
      ...held
        .filter(([, imageId]) => !this.imagesOf.has(imageId))
        .map(([snapshotId, imageId]) => `${snapshotId} is held for ${imageId}, which does not exist`),
    ];
  }

  private create(imageId: string, { blockDeviceMappings = [] }: Data): string | undefined {
    const needed = blockDeviceMappings.flatMap(({ ebs }) => ebs?.snapshotId ?? []);
    this.imagesOf.set(imageId, needed);
    const loose = needed.find((snapshotId) => !this.holdersOf(snapshotId).has(imageId));
    return loose === undefined ? undefined : `${imageId} is created and does not hold ${loose}`;
  }

  private holdersOf(snapshotId: string): Set<string> {
    const known = this.holds.get(snapshotId) ?? new Set<string>();
    this.holds.set(snapshotId, known);
    return known;
  }
}
