import { checkRates } from '../block-device/check-rates';
import { InvalidField } from '../identifiers';
import { checkTags, wishedTagChanges } from '../tags';
import { checkZone } from '../zone';
import { adopt } from './adoption';
import type {
  AbandonVolume,
  AttachVolume,
  CreateVolume,
  DetachVolume,
  DiscardVolume,
  ReplaceVolumeTags,
  VolumeChange,
  VolumeCommand,
} from './commands';
import { UnknownVolume, VolumeInAnotherZone, VolumeInUse, VolumeIsDeleted } from './errors';
import type { VolumeCreatedData, VolumeEvent } from './events';
import type { ExistingVolume, VolumeAttachment, VolumeState } from './state';

/** Somebody asks for it. The rest carries out what was decided, or records what was seen, and asks nobody. */
const isChange = (command: VolumeCommand): command is VolumeChange => 'by' in command;

/** To an account that does not own it, a volume does not exist. */
export function admit(command: VolumeCommand, state: VolumeState): void {
  if (!isChange(command)) return;
  const { volumeId, by } = command;
  if (state.kind === 'unknown') throw new UnknownVolume(volumeId);
  if (!by.administrator && state.created.ownerId !== by.account) throw new UnknownVolume(volumeId).asHidden();
}

export function decide(command: VolumeCommand, state: VolumeState): readonly VolumeEvent[] {
  if (command.type === 'CreateVolume') return state.kind === 'unknown' ? create(command) : [];
  if (command.type === 'AdoptVolume') return adopt(command, state);
  if (state.kind === 'unknown') throw new UnknownVolume(command.volumeId);
  return command.type === 'AbandonVolume' ? abandon(command, state) : change(command, state);
}

function change(command: VolumeChange, volume: ExistingVolume): readonly VolumeEvent[] {
  if (volume.lifecycle === 'deleted') return changeDeleted(command);
  switch (command.type) {
    case 'AttachVolume':
      return attach(command, volume);
    case 'DetachVolume':
      return detach(command, volume);
    case 'DiscardVolume':
      return discard(command, volume);
    case 'DeleteVolume':
      return remove(volume);
    case 'ReplaceVolumeTags':
      return replaceTags(command, volume);
  }
}

/** What is deleted is attached to nothing, and stays deleted. */
function changeDeleted({ type, volumeId }: VolumeChange): readonly VolumeEvent[] {
  if (type === 'AttachVolume' || type === 'ReplaceVolumeTags') throw new VolumeIsDeleted(volumeId);
  return [];
}

const promised = (
  volumeId: string,
  { instanceId, device }: NonNullable<ExistingVolume['reservedFor']>,
): VolumeInUse => new VolumeInUse(volumeId, instanceId, device, 'is about to be attached');

function create({ volume, deleteOnTermination = false }: CreateVolume): readonly VolumeEvent[] {
  checkVolume(volume);
  const { volumeId, createdFor } = volume;
  const created = { type: 'VolumeCreated', data: volume } as const;
  if (createdFor === undefined || createdFor.replaceRootVolumeTaskId !== undefined) return [created];
  const { instanceId, device } = createdFor;
  return [created, { type: 'VolumeAttached', data: { volumeId, instanceId, device, deleteOnTermination } }];
}

/** Throws what keeps the volume from being made: UnknownZone, InvalidField, InvalidTags. */
export function checkVolume({ zone, region, tags, ...rates }: VolumeCreatedData): void {
  checkZone(zone, region);
  checkRates(rates, (message, field) => {
    throw new InvalidField(message, `/${field}`);
  });
  checkTags(tags, '/tags');
}

function attach(
  { volumeId, instanceId, device, zone, deleteOnTermination }: AttachVolume,
  { attachment, reservedFor, created }: ExistingVolume,
): readonly VolumeEvent[] {
  if (reservedFor !== undefined && !isThere(reservedFor, instanceId, device))
    throw promised(volumeId, reservedFor);
  if (isThere(attachment, instanceId, device)) return [];
  if (attachment !== undefined) throw new VolumeInUse(volumeId, attachment.instanceId, attachment.device);
  if (zone !== created.zone) throw new VolumeInAnotherZone(volumeId, created.zone, zone);
  return [{ type: 'VolumeAttached', data: { volumeId, instanceId, device, deleteOnTermination } }];
}

const isThere = (
  place: Pick<VolumeAttachment, 'instanceId' | 'device'> | undefined,
  instanceId: string,
  device: string,
): boolean => place?.instanceId === instanceId && place.device === device;

const detach = (
  { volumeId, instanceId }: DetachVolume,
  { attachment }: ExistingVolume,
): readonly VolumeEvent[] =>
  attachment?.instanceId === instanceId ? [detachedFrom(volumeId, attachment)] : [];

const detachedFrom = (volumeId: string, { instanceId, device }: VolumeAttachment): VolumeEvent => ({
  type: 'VolumeDetached',
  data: { volumeId, instanceId, device },
});

const discard = (
  { volumeId, instanceId }: DiscardVolume,
  { attachment, reservedFor }: ExistingVolume,
): readonly VolumeEvent[] => {
  const deleted: VolumeEvent = { type: 'VolumeDeleted', data: { volumeId } };
  if (attachment?.instanceId === instanceId) return [detachedFrom(volumeId, attachment), deleted];
  return reservedFor?.instanceId === instanceId ? [deleted] : [];
};

function remove({ attachment, reservedFor, created: { volumeId } }: ExistingVolume): readonly VolumeEvent[] {
  if (reservedFor !== undefined) throw promised(volumeId, reservedFor);
  if (attachment !== undefined) throw new VolumeInUse(volumeId, attachment.instanceId, attachment.device);
  return [{ type: 'VolumeDeleted', data: { volumeId } }];
}

/** An instance that had it hears that it has it no more. */
function abandon({ volumeId, cause }: AbandonVolume, volume: ExistingVolume): readonly VolumeEvent[] {
  if (volume.lifecycle === 'deleted') return [];
  const { attachment } = volume;
  const detached = attachment === undefined ? [] : [detachedFrom(volumeId, attachment)];
  return [...detached, { type: 'VolumeDeleted', data: { volumeId, cause } }];
}

function replaceTags({ volumeId, tags }: ReplaceVolumeTags, volume: ExistingVolume): readonly VolumeEvent[] {
  const { set, removed } = wishedTagChanges(volume.tags, tags, '');
  const tagged = { type: 'VolumeTagged', data: { volumeId, tags: set } } as const;
  const untagged = { type: 'VolumeUntagged', data: { volumeId, keys: removed } } as const;
  return [...(Object.keys(set).length > 0 ? [tagged] : []), ...(removed.length > 0 ? [untagged] : [])];
}
