import { Injectable } from '@nestjs/common';
import { NotTheOwner } from '#machine-images';
import { Images, type Viewer } from '#views';

/** Permissions, history and others' access are for the owner, auditors and platform administrators. */
@Injectable()
export class OwnersImages {
  constructor(private readonly images: Images) {}

  /** Throws UnknownImage to those who may not know of the image, NotTheOwner to those who may merely launch it. */
  async admit(imageId: string, viewer: Viewer): Promise<void> {
    if (!(await this.isOwners(imageId, viewer))) throw new NotTheOwner(imageId);
  }

  /** Whether the viewer sees what the owner sees. Throws UnknownImage. */
  async isOwners(imageId: string, viewer: Viewer): Promise<boolean> {
    const image = await this.images.find(imageId, viewer);
    if (image === undefined) throw await this.images.unknown(imageId, viewer);
    return viewer.mayReadAll || image.ownerId === viewer.account;
  }
}
