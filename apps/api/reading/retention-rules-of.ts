import { Injectable } from '@nestjs/common';
import { WritePath } from '#event-sourcing';
import { retentionRules, type RetentionRules } from '#machine-images';
import type { Viewer } from '#views';

export interface RulesWanted {
  readonly viewer: Viewer;
  /** An account, or `self`. */
  readonly owner: string;
  readonly region: string;
  readonly asOf: Date | undefined;
}

const NONE = retentionRules.decider.initial;

/** The retention rules of an account: few enough to be folded from their stream, and so never out of date. */
@Injectable()
export class RetentionRulesOf {
  constructor(private readonly writePath: WritePath) {}

  /** Of others, there are none to those who may not read all. */
  async account({ viewer, owner, region, asOf }: RulesWanted): Promise<RetentionRules> {
    const ownerId = owner === 'self' ? viewer.account : owner;
    if (ownerId !== viewer.account && !viewer.mayReadAll) return NONE;
    const id = { ownerId, region };
    const { state } =
      asOf === undefined
        ? await this.writePath.load(retentionRules, id)
        : await this.writePath.loadAsOf(retentionRules, id, asOf);
    return state;
  }
}
