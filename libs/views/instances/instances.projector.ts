import type { Actor, ReadEvent } from '#event-sourcing';
import {
  beginningOf,
  launchOrigin,
  volumesOf,
  withoutTags,
  type InstanceAdoptedData,
  type InstanceEvent,
  type RootVolumeOrigin,
} from '#machine-images';
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
  shape: 4,
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
  const { actor } = metadata;
  const changed = isLater(event) ? row && change(row, event, recordedAt) : begun(event, recordedAt, actor);
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

type Beginning = Extract<InstanceEvent, { type: 'InstanceLaunched' | 'InstanceAdopted' }>;
type Later = Exclude<InstanceEvent, Beginning>;

const isLater = (event: InstanceEvent): event is Later =>
  event.type !== 'InstanceLaunched' && event.type !== 'InstanceAdopted';

const begun = (event: Beginning, at: Date, actor: Actor): Told =>
  event.type === 'InstanceLaunched' ? launched(event.data, at, actor) : adopted(event.data, at);

function adopted(data: InstanceAdoptedData, adoptionTime: Date): Told {
  const { state, devices, launchTime, launchId = '' } = data;
  const begins = beginningOf(data);
  const { instanceId, ownerId, region, zone, imageId, tags } = begins;
  return {
    ...{ instanceId, ownerId, region, zone, imageId, launchId, tags, state, adoptionTime },
    creationDate: launchTime === undefined ? adoptionTime : new Date(launchTime),
    launchedBy: null,
    terminationTime: null,
    launched: begins,
    asked: { imageId },
    devices: Object.fromEntries(devices.map(({ deviceName, ...device }) => [deviceName, device])),
    rootVolumes: {},
  };
}

function launched(
  data: Extract<InstanceEvent, { type: 'InstanceLaunched' }>['data'],
  creationDate: Date,
  launchedBy: Actor,
): Told {
  const { instanceId, ownerId, region, zone, imageId, launchId, tags, rootDeviceName } = data;
  const origin: RootVolumeOrigin = launchOrigin(data);
  const devices = volumesOf(data.blockDeviceMappings).map(
    ({ deviceName, ebs: { volumeId, deleteOnTermination } }) =>
      [deviceName, { volumeId, deleteOnTermination }] as const,
  );
  return {
    ...{ instanceId, ownerId, region, zone, imageId, launchId, tags, creationDate, launchedBy },
    state: 'pending',
    terminationTime: null,
    adoptionTime: null,
    launched: data,
    asked: data.requested,
    devices: Object.fromEntries(devices),
    rootVolumes: Object.fromEntries(
      devices
        .filter(([deviceName]) => deviceName === rootDeviceName)
        .map(([, { volumeId }]) => [volumeId, origin]),
    ),
  };
}

const rootVolumeOf = ({ launched: { rootDeviceName }, devices }: Told): string | undefined =>
  devices[rootDeviceName]?.volumeId;

const rootImageOf = (told: Told): string | null =>
  told.rootVolumes[rootVolumeOf(told) ?? '']?.imageId ?? null;

function change(row: InstanceRow, event: Later, at: Date): InstanceRow {
  switch (event.type) {
    case 'InstanceTypeChanged':
      return { ...row, launched: { ...row.launched, instanceType: event.data.instanceType } };
    case 'InstanceStarted':
      return { ...row, state: 'running' };
    case 'InstanceStopped':
      return { ...row, state: 'stopped' };
    case 'InstanceRebooted':
      return row;
    case 'InstanceTerminated':
      return { ...row, state: 'terminated', terminationTime: at };
    case 'DeviceReserved': {
      const { device, volumeId, deleteOnTermination = false } = event.data;
      return { ...row, devices: { ...row.devices, [device]: { volumeId, deleteOnTermination } } };
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
