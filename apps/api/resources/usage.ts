import { Injectable } from '@nestjs/common';
import type { InstanceRow } from '#views';
import type { Caller } from '../http/caller';
import { ActorAnswers } from './actor';
import { usageOfRow } from './instance';

/** What the owner of what instances run is told of them. */
@Injectable()
export class UsageAnswers {
  constructor(private readonly actors: ActorAnswers) {}

  /** Whose hand it was in another account is that account's business. */
  async ofImage(row: InstanceRow, imageId: string, { account, mayReadAll }: Caller): Promise<object> {
    const isKnown = mayReadAll || row.ownerId === account;
    return {
      ...usageOfRow(row, imageId),
      launchedBy: isKnown && row.launchedBy !== null ? await this.actors.of(row.launchedBy) : null,
    };
  }

  /** Of the image that brought the instance into the family, at its launch or since. */
  async ofFamily(row: InstanceRow, versions: ReadonlyMap<string, number>, caller: Caller): Promise<object> {
    const imageId = versions.has(row.imageId) ? row.imageId : (row.rootVolumeImageId ?? row.imageId);
    return { version: versions.get(imageId), ...(await this.ofImage(row, imageId, caller)) };
  }
}
