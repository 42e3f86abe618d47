import type { Logged } from './log';
import type { Law } from './law';

/** Rule 1: a name is held by one image, and two images that exist have no name in common. */
export class NamesAreUnique implements Law {
  readonly name = 'names are unique';
  private readonly holders = new Map<string, string>();
  private readonly named = new Map<string, string>();
  private readonly nameOf = new Map<string, string>();
  private readonly notAvailable = new Set<string>();

  see({ type, stream, data }: Logged): string | undefined {
    const { imageId = data.registration?.imageId ?? '' } = data;
    switch (type) {
      case 'ImageNameClaimed':
        return this.claim(stream, imageId);
      case 'ImageNameReleased':
        this.holders.delete(stream);
        this.notAvailable.delete(imageId);
        return undefined;
      case 'ImageCreated':
        return this.create(imageId, `${data.ownerId} ${data.region} ${data.name}`);
      case 'ImageBecameAvailable':
        this.notAvailable.delete(imageId);
        return undefined;
      case 'ImageDeregistered':
        this.named.delete(this.nameOf.get(imageId) ?? '');
        return undefined;
    }
    return undefined;
  }

  unfinished(): readonly string[] {
    return [...this.notAvailable].map((imageId) => `${imageId} never became available`);
  }

  private claim(stream: string, imageId: string): string | undefined {
    const holder = this.holders.get(stream);
    this.holders.set(stream, imageId);
    this.notAvailable.add(imageId);
    return holder === undefined ? undefined : `${imageId} claims a name that ${holder} holds`;
  }

  private create(imageId: string, name: string): string | undefined {
    const other = this.named.get(name);
    this.named.set(name, imageId);
    if (this.nameOf.has(imageId)) return `${imageId} is created twice`;
    this.nameOf.set(imageId, name);
    return other === undefined ? undefined : `${imageId} has the name of ${other}`;
  }
}
