import { Injectable } from '@nestjs/common';
import { WritePath } from '#event-sourcing';
import { settings, type SettingsId } from '#machine-images';
import type { FoldedSettings } from '../resources/settings';

/**
 * What accounts have set. Answered from their streams, which are short and say at once what was acknowledged: what is
 * shown is what decisions rest on.
 */
@Injectable()
export class SettingsOfAccounts {
  constructor(private readonly writePath: WritePath) {}

  /** As they are, or as they were at a time that the ReadGate let through. */
  of(id: SettingsId, asOf: Date | undefined): Promise<FoldedSettings> {
    return asOf === undefined
      ? this.writePath.load(settings, id)
      : this.writePath.loadAsOf(settings, id, asOf);
  }
}
