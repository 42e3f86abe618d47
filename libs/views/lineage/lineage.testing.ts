import type { DomainEvent } from '#event-sourcing';
import { created as imageCreated, content } from '../../machine-images/image/image.testing';
import { launched } from '../../machine-images/instance/instance.testing';
import { created as volumeCreated } from '../../machine-images/volume/volume.testing';
import type { LineageDirection } from './lineage-steps';
import type { LineageKind } from './lineage.row';

/** A resource of a made-up history, and what it was made of. */
export type Maker =
  | {
      readonly kind: 'image';
      readonly snapshots: readonly string[];
      readonly instance?: string;
      readonly copyOf?: string;
    }
  | { readonly kind: 'instance'; readonly image: string }
  | { readonly kind: 'volume'; readonly snapshot?: string; readonly instance?: string }
  | { readonly kind: 'snapshot'; readonly volume?: string; readonly copyOf?: string };

export interface Made {
  readonly id: string;
  readonly ownerId: string;
  readonly of: Maker;
}

/** The first event of the resource, which says what it was made of. */
export function beginningOf({ id, ownerId, of }: Made): DomainEvent {
  const region = 'us-east-1';
  switch (of.kind) {
    case 'image':
      return imageCreated({
        imageId: id,
        ownerId,
        origin: originOf(of),
        content: content({
          blockDeviceMappings: of.snapshots.map((snapshotId, n) => ({
            deviceName: `/dev/sd${n}`,
            ebs: { snapshotId },
          })),
        }),
      });
    case 'instance':
      return launched({ instanceId: id, ownerId, imageId: of.image });
    case 'volume':
      return volumeCreated({
        ...{ volumeId: id, ownerId },
        ...(of.snapshot === undefined ? {} : { snapshotId: of.snapshot }),
        ...(of.instance === undefined ? {} : { createdFor: { instanceId: of.instance, device: '/dev/sdf' } }),
      });
    case 'snapshot':
      return {
        type: 'SnapshotCreated',
        data: {
          ...{ snapshotId: id, ownerId, region, volumeSize: 8, encrypted: false, tags: {} },
          ...(of.volume === undefined ? {} : { volumeId: of.volume }),
          ...(of.copyOf === undefined ? {} : { sourceSnapshotId: of.copyOf }),
        },
      };
  }
}

const originOf = ({ instance, copyOf }: Extract<Maker, { kind: 'image' }>) => {
  if (instance !== undefined) return { kind: 'instance', instanceId: instance } as const;
  return copyOf === undefined
    ? ({ kind: 'snapshots' } as const)
    : ({ kind: 'copy', imageId: copyOf, region: 'eu-central-1' } as const);
};

/** An edge as somebody would draw it who has the history before them. */
export interface Drawn {
  readonly from: string;
  readonly to: string;
  readonly kind: LineageKind;
  readonly ownerId: string;
  readonly since: Date;
}

export function drawn({ id, ownerId, of }: Made, since: Date): readonly Drawn[] {
  const edge = (from: string | undefined, kind: LineageKind): readonly Drawn[] =>
    from === undefined ? [] : [{ from, to: id, kind, ownerId, since }];
  switch (of.kind) {
    case 'image':
      return [
        ...edge(of.instance, 'created-from'),
        ...edge(of.copyOf, 'copied-from'),
        ...[...new Set(of.snapshots)].flatMap((snapshot) => edge(snapshot, 'registered-from')),
      ];
    case 'instance':
      return edge(of.image, 'launched-from');
    case 'volume':
      return [...edge(of.snapshot, 'created-from'), ...edge(of.instance, 'launched-with')];
    case 'snapshot':
      return [...edge(of.volume, 'snapshot-of'), ...edge(of.copyOf, 'copied-from')];
  }
}

/** The fewest steps to everything around a resource: tried until nothing gets any nearer. */
export function distances(
  edges: readonly Drawn[],
  root: string,
  direction: LineageDirection,
  length: (to: string) => number,
): ReadonlyMap<string, number> {
  const found = new Map([[root, 0]]);
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const { from, to } of edges) {
      const [near, far] = direction === 'descendants' ? [from, to] : [to, from];
      const steps = (found.get(near) ?? Infinity) + length(far);
      if (steps >= (found.get(far) ?? Infinity)) continue;
      found.set(far, steps);
      isDone = false;
    }
  }
  return found;
}
