import { Injectable } from '@nestjs/common';
import { UnknownFamily, type FamilyId } from '#machine-images';
import { Families, type FamilyRow, type Viewer } from '#views';

/** Families exist for their owner, auditors and platform administrators. */
@Injectable()
export class OwnersFamilies {
  constructor(private readonly families: Families) {}

  /** Throws UnknownFamily, also to those who may not know of it. */
  async family(id: FamilyId, viewer: Viewer, asOf?: Date): Promise<FamilyRow> {
    const family = await this.families.find(id, viewer, asOf);
    if (family !== undefined) return family;
    const unknown = new UnknownFamily(id.ownerId, id.name);
    throw (await this.families.isHidden(id, viewer)) ? unknown.asHidden() : unknown;
  }
}
