import { Type, type Static } from 'typebox';
import type { Observation } from '#machine-images';
import { Id, MalformedEntry, type Circumstances } from './entry';
import { readImage } from './image-entry';
import { readInstance } from './instance-entry';
import { readLaunchPermissions } from './launch-permissions-entry';
import { readSnapshot } from './snapshot-entry';
import { readVolume } from './volume-entry';

const Printed = Type.Array(Type.Unknown());

/** What the AWS CLI printed, one answer or several in one. */
export const Description = Type.Object(
  {
    Images: Type.Optional(Printed),
    Snapshots: Type.Optional(Printed),
    Volumes: Type.Optional(Printed),
    Reservations: Type.Optional(Printed),
    LaunchPermissions: Type.Optional(Type.Array(Type.Unknown(), { description: 'Of the image `ImageId`.' })),
    ImageId: Type.Optional(Id.image),
    NextToken: Type.Optional(Type.String({ maxLength: 4_096 })),
  },
  { additionalProperties: false },
);
export type Description = Static<typeof Description>;

/** One resource of what was printed. */
export interface Entry {
  /** Among all of the request. */
  readonly index: number;
  readonly pointer: string;
  readonly list: keyof Description;
  /** As it names itself, whether or not that is an id. */
  readonly resource: string | undefined;
  /** Throws MalformedEntry. */
  readonly read: (circumstances: Circumstances) => Observation;
}

type Found = Omit<Entry, 'index'>;

/** In the order in which one may speak of another. */
export const entriesOf = (description: Description): readonly Entry[] =>
  [
    ...imagesIn(description),
    ...snapshotsIn(description),
    ...volumesIn(description),
    ...instancesIn(description),
    ...launchPermissionsIn(description),
  ].map((entry, index) => ({ ...entry, index }));

const imagesIn = ({ Images = [] }: Description): readonly Found[] =>
  Images.map((printed, at) => ({
    pointer: `/Images/${at}`,
    list: 'Images',
    resource: textIn(printed, 'ImageId'),
    read: (circumstances) => {
      const facts = readImage(printed, circumstances);
      return { kind: 'image', id: facts.imageId, facts };
    },
  }));

const snapshotsIn = ({ Snapshots = [] }: Description): readonly Found[] =>
  Snapshots.map((printed, at) => ({
    pointer: `/Snapshots/${at}`,
    list: 'Snapshots',
    resource: textIn(printed, 'SnapshotId'),
    read: (circumstances) => {
      const facts = readSnapshot(printed, circumstances);
      return { kind: 'snapshot', id: facts.snapshotId, facts };
    },
  }));

const volumesIn = ({ Volumes = [] }: Description): readonly Found[] =>
  Volumes.map((printed, at) => ({
    pointer: `/Volumes/${at}`,
    list: 'Volumes',
    resource: textIn(printed, 'VolumeId'),
    read: (circumstances) => {
      const { facts, unkept } = readVolume(printed, circumstances);
      return { kind: 'volume', id: facts.volumeId, facts, unkept };
    },
  }));

const instancesIn = ({ Reservations = [] }: Description): readonly Found[] =>
  Reservations.flatMap((reservation, of) => {
    const pointer = `/Reservations/${of}`;
    return (
      instancesOf(reservation)?.map((printed, at): Found => ({
        pointer: `${pointer}/Instances/${at}`,
        list: 'Reservations',
        resource: textIn(printed, 'InstanceId'),
        read: (circumstances) => {
          const facts = readInstance(printed, reservation, circumstances);
          return { kind: 'instance', id: facts.instanceId, facts };
        },
      })) ?? [withoutInstances(pointer)]
    );
  });

/** Undefined where it is no reservation. */
function instancesOf(reservation: unknown): readonly unknown[] | undefined {
  if (typeof reservation !== 'object' || reservation === null || !('Instances' in reservation))
    return undefined;
  const { Instances } = reservation;
  return Array.isArray(Instances) ? Instances : undefined;
}

const withoutInstances = (pointer: string): Found => ({
  pointer,
  list: 'Reservations',
  resource: undefined,
  read: () => {
    throw new MalformedEntry('/Instances is required');
  },
});

function launchPermissionsIn({ LaunchPermissions, ImageId }: Description): readonly Found[] {
  if (LaunchPermissions === undefined) return [];
  const printed = { LaunchPermissions, ImageId };
  const read = (): Observation => {
    const { imageId, principals } = readLaunchPermissions(printed);
    return { kind: 'launch-permissions', id: imageId, facts: principals };
  };
  return [{ pointer: '', list: 'LaunchPermissions', resource: ImageId, read }];
}

export function textIn(printed: unknown, name: string): string | undefined {
  const value =
    typeof printed === 'object' && printed !== null ? (printed as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
