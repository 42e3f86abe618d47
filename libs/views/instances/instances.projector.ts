import type { Actor, ReadEvent } from '#event-sourcing';
import { launchOrigin, volumesOf, withoutTags, type InstanceEvent } from '#machine-images';
import { table, type Projector, type Validity } from '#projections';
import { leadTables } from '../drift/lead.tables';
import type { LedgerEvent } from '../events';
import { askedFor } from './asked-for';
import { instancesDdl, InstanceRow, type HeldDevice } from './instance.row';
import { isInstanceEvent } from './is-instance-event';

type Content = Omit<InstanceRow, keyof Validity>;
type Told = Omit<Content, 'revision' | 'rootVolumeImageId' | 'rootVolumeSince' | 'askedFor'>;

/** Every instance, as it is and as it was at every moment. */
export const instances: Projector<LedgerEvent> = {
  name: 'instances',
  shape: 3,
  tables: [
    table<LedgerEvent, InstanceRow>({
      kind: 'temporal',
      row: InstanceRow,
      ddl: instancesDdl,
      key: ['instanceId'],
      keysOf: ({ event }) => (isInstanceEvent(event) ? [{ instanceId: event.data.instanceId }] : []),
      evolve: (row, { event, ...read }) => (isInstanceEvent(event) ? evolve(row, { event, ...read }) : row),
    }),
    // What instances run and what families lead to are compared: one transaction commits both, or they disagree.
    ...leadTables,
  ],
};

function evolve(
  row: InstanceRow | undefined,
  { event, recorded: { recordedAt, revision }, metadata }: ReadEvent<InstanceEvent>,
): Content | undefined {
  const changed =
    event.type === 'InstanceLaunched'
      ? launched(event.data, recordedAt, metadata.actor)
      : row && change(row, event, recordedAt);
  return (
    changed && {
      ...changed,
      rootVolumeImageId: rootImageOf(changed),
      rootVolumeSince:
        row !== undefined && rootVolumeOf(row) === rootVolumeOf(changed) ? row.rootVolumeSince : recordedAt,
      askedFor: askedFor(changed.asked),
      revision,
    }
  );
}

function launched(
  data: Extract<InstanceEvent, { type: 'InstanceLaunched' }>['data'],
  creationDate: Date,
  launchedBy: Actor,
): Told {
  const { instanceId, ownerId, region, zone, imageId, launchId, tags, rootDeviceName } = data;
  const devices = volumesOf(data.blockDeviceMappings).map(
    ({ deviceName, ebs: { volumeId, deleteOnTermination } }) =>
      [deviceName, { volumeId, deleteOnTermination }] as const,
  );
  return {
    ...{ instanceId, ownerId, region, zone, imageId, launchId, tags, creationDate, launchedBy },
    state: 'pending',
    terminationTime: null,
    launched: data,
    asked: data.requested,
    devices: Object.fromEntries(devices),
    rootVolumes: Object.fromEntries(
      devices
        .filter(([deviceName]) => deviceName === rootDeviceName)
        .map(([, { volumeId }]) => [volumeId, launchOrigin(data)]),
    ),
  };
}

const rootVolumeOf = ({ launched: { rootDeviceName }, devices }: Told): string | undefined =>
  devices[rootDeviceName]?.volumeId;

const rootImageOf = (told: Told): string | null =>
  told.rootVolumes[rootVolumeOf(told) ?? '']?.imageId ?? null;

function change(
  row: InstanceRow,
  event: Exclude<InstanceEvent, { type: 'InstanceLaunched' }>,
  at: Date,
): InstanceRow {
  switch (event.type) {
    case 'InstanceStarted':
      return { ...row, state: 'running' };
    case 'InstanceStopped':
      return { ...row, state: 'stopped' };
    case 'InstanceRebooted':
      return row;
    case 'InstanceTerminated':
      return { ...row, state: 'terminated', terminationTime: at };
    case 'DeviceReserved': {
      const { device, volumeId } = event.data;
      return { ...row, devices: { ...row.devices, [device]: { volumeId, deleteOnTermination: false } } };
    }
    case 'DeviceReleased':
      return { ...row, devices: without(row.devices, event.data.device) };
    case 'InstanceTagged':
      return { ...row, tags: { ...row.tags, ...event.data.tags } };
    case 'InstanceUntagged':
      return { ...row, tags: withoutTags(row.tags, event.data.keys) };
    case 'RootVolumeReplacementRequested':
    case 'RootVolumeReplacementFailed':
      return row;
    case 'RootVolumeReplaced': {
      const { device, volumeId, deleteOnTermination, origin, requested: asked = row.asked } = event.data;
      const devices = { ...row.devices, [device]: { volumeId, deleteOnTermination } };
      if (origin === undefined) return { ...row, asked, devices };
      return { ...row, asked, devices, rootVolumes: { ...row.rootVolumes, [volumeId]: origin } };
    }
  }
}

const without = (devices: InstanceRow['devices'], device: string): Readonly<Record<string, HeldDevice>> =>
  Object.fromEntries(Object.entries(devices).filter(([name]) => name !== device));
