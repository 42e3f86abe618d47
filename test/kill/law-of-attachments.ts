import type { Data, Logged } from './log';
import type { Law } from './law';

/** Rule 2: a volume is attached to one instance at most, and a device has one volume at most. */
export class AttachmentsAreExclusive implements Law {
  readonly name = 'attachments are exclusive';
  /** By volume: the device it is attached to. */
  private readonly attached = new Map<string, string>();
  /** By device of an instance: the volume that has it, as the instance says. */
  private readonly held = new Map<string, string>();
  private readonly terminated = new Set<string>();

  see({ type, data }: Logged): string | undefined {
    const { volumeId = '', instanceId = '', device = '' } = data;
    const place = `${instanceId} ${device}`;
    switch (type) {
      case 'VolumeAttached':
        return this.attach(volumeId, place);
      case 'VolumeDetached':
        this.attached.delete(volumeId);
        return undefined;
      case 'DeviceReserved':
        return this.hold(place, volumeId);
      case 'DeviceReleased':
        this.held.delete(place);
        return undefined;
      case 'InstanceLaunched':
        return this.launch(instanceId, data);
      case 'InstanceTerminated':
        this.terminated.add(instanceId);
        return undefined;
    }
    return undefined;
  }

  unfinished(): readonly string[] {
    return [
      ...[...this.held]
        .filter(([place, volumeId]) => this.attached.get(volumeId) !== place)
        .map(([place, volumeId]) => `${place} is held for ${volumeId}, which is not attached to it`),
      ...[...this.attached]
        .filter(([volumeId, place]) => this.held.get(place) !== volumeId)
        .map(([volumeId, place]) => `${volumeId} is attached to ${place}, which does not hold it`),
      ...[...this.held.keys()]
        .filter((place) => this.terminated.has(place.split(' ')[0] ?? ''))
        .map((place) => `${place} is held by an instance that is terminated`),
    ];
  }

  private launch(instanceId: string, { blockDeviceMappings = [] }: Data): undefined {
    for (const { deviceName, ebs } of blockDeviceMappings)
      if (ebs?.volumeId !== undefined) this.held.set(`${instanceId} ${deviceName}`, ebs.volumeId);
  }

  private attach(volumeId: string, place: string): string | undefined {
    const before = this.attached.get(volumeId);
    this.attached.set(volumeId, place);
    return before === undefined ? undefined : `${volumeId} is attached to ${place} and to ${before}`;
  }

  private hold(place: string, volumeId: string): string | undefined {
    const before = this.held.get(place);
    this.held.set(place, volumeId);
    return before === undefined ? undefined : `${place} is reserved for ${volumeId} and has ${before}`;
  }
}
