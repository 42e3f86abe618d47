import type { Outcome } from '#event-sourcing';
import {
  UnknownInstance,
  type InstanceBeginning,
  type InstanceEvent,
  type InstanceLifecycle,
  type InstanceState,
  type Tags,
} from '#machine-images';
import type { InstanceRow } from '#views';
import type { Reply } from '../http/reply';
import type { WriteRequest } from '../http/write-request';
import { written } from '../http/written';

export type InstanceOutcome = Outcome<InstanceState, InstanceEvent>;

interface HeldDevice {
  readonly volumeId: string;
  readonly deleteOnTermination: boolean;
}

interface InstanceFacts {
  readonly launched: InstanceBeginning;
  readonly state: InstanceLifecycle;
  readonly launchTime: Date;
  readonly terminationTime: Date | null;
  readonly adoptionTime: Date | null;
  readonly devices: readonly (readonly [string, HeldDevice])[];
  readonly rootVolumeImageId: string | null;
  readonly tags: Tags;
  readonly revision: number;
}

/** The answer to a change of an instance. */
export const writtenInstance = (
  instanceId: string,
  write: WriteRequest,
  outcome: InstanceOutcome,
): Promise<Reply<object>> =>
  written(write, outcome, { answerOf: (state, revision) => instanceOfState(instanceId, state, revision) });

/** Throws UnknownInstance. */
export function instanceOfState(instanceId: string, state: InstanceState, revision: number): object {
  if (state.kind === 'unknown') throw new UnknownInstance(instanceId);
  const { lifecycle, terminationTime = null, adoptionTime = null, devices, rootVolumes, ...facts } = state;
  const root = devices.get(facts.launched.rootDeviceName)?.volumeId ?? '';
  const rootVolumeImageId = rootVolumes.get(root)?.imageId ?? null;
  return present({
    ...{ ...facts, terminationTime, adoptionTime, rootVolumeImageId, revision },
    state: lifecycle,
    devices: [...devices],
  });
}

export const instanceOfRow = ({ devices, revision, tags, ...row }: InstanceRow): object =>
  present({ ...row, launchTime: row.creationDate, devices: Object.entries(devices), revision, tags });

/** Of one image alone: what else it runs, or was launched from, is no business of that image's owner. */
export function usageOfRow(
  { launched, state, creationDate, terminationTime, adoptionTime, devices, rootVolumes }: InstanceRow,
  imageId: string,
): object {
  const root = rootVolumes[devices[launched.rootDeviceName]?.volumeId ?? ''];
  const of = launched.imageId === imageId ? {} : { ...root, requested: { imageId } };
  return {
    ...usageOf({ launched, state, launchTime: creationDate, terminationTime, adoptionTime }),
    ...of,
    runsImage: root?.imageId === imageId,
  };
}

/** What the owner of its image is told about it. */
function usageOf({ launched, state, launchTime, terminationTime, adoptionTime }: UsageFacts): object {
  const { rootDeviceName: _root, blockDeviceMappings: _mappings, tags: _tags, index, ...facts } = launched;
  return {
    ...said(facts),
    state,
    ...(index === undefined ? {} : { launchIndex: index }),
    launchTime: launchTime.toISOString(),
    ...(terminationTime === null ? {} : { terminationTime: terminationTime.toISOString() }),
    ...(adoptionTime === null ? {} : { adoptionTime: adoptionTime.toISOString() }),
  };
}

/** What nobody said of an adopted instance is left out. */
const said = (facts: object): object =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ''));

type UsageFacts = Pick<
  InstanceFacts,
  'launched' | 'state' | 'launchTime' | 'terminationTime' | 'adoptionTime'
>;

/** In the order of their names, whatever order they came in. */
function present({ devices, rootVolumeImageId, tags, revision, ...facts }: InstanceFacts): object {
  return {
    ...usageOf(facts),
    ...said({ rootDeviceName: facts.launched.rootDeviceName }),
    ...(rootVolumeImageId === null ? {} : { rootVolumeImageId }),
    blockDeviceMappings: [...devices]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([deviceName, { volumeId, deleteOnTermination }]) => ({
        deviceName,
        ebs: { volumeId, deleteOnTermination },
      })),
    tags,
    revision,
  };
}
