import type { FamilyState } from '../family/state';
import { UnknownRollback } from '../image/errors';
import { resolveSource, type FamilySource, type RequestedImage } from '../launch/launch-source';
import { RootVolumeCannotReturn } from './errors';
import type { RootVolumeReplacementRequestedData, RootVolumeSource } from './events';
import type { ExistingInstance } from './state';

/** A replacement that is to be undone, by the correlation id of the request that asked for it. */
export interface UndoneReplacement {
  readonly kind: 'undo';
  readonly correlationId: string;
  /** Absent where that request replaced nothing. */
  readonly undone?: {
    readonly requested: RootVolumeReplacementRequestedData;
    /** The instance right before. */
    readonly before: ExistingInstance;
  };
}

/** What a new root volume may be asked for by: itself, what a family leads to, or what was there before. */
export type RootVolumeWish = RootVolumeSource | FamilySource | UndoneReplacement;

export interface SettledWish {
  readonly source: RootVolumeSource;
  /** What the instance is to run from now on, where that is another wish than before. */
  readonly requested?: RequestedImage;
  readonly undo?: string;
}

/** Throws what `resolveSource` throws; UnknownRollback, RootVolumeCannotReturn. */
export function settleWish(
  wish: RootVolumeWish,
  family: FamilyState,
  instance: ExistingInstance,
): SettledWish {
  const { launched, asked } = instance;
  switch (wish.kind) {
    case 'image':
    case 'snapshot':
      return { source: wish };
    case 'launch-state':
      return { source: wish, ...backTo(launched.requested, asked) };
    case 'channel':
    case 'version': {
      const { imageId, requested } = resolveSource(wish, family, launched.ownerId);
      return { source: { kind: 'image', imageId }, requested };
    }
    case 'undo':
      return settleUndo(wish, instance);
  }
}

/** Nobody knows what was asked for when an adopted instance was launched. */
const backTo = (
  launched: RequestedImage | undefined,
  asked: RequestedImage,
): Pick<SettledWish, 'requested'> =>
  launched === undefined || launched === asked ? {} : { requested: launched };

/**
 * The image that the replaced volume was from: what was written to that volume is in it, where it was kept. Only what
 * took place is undone.
 */
function settleUndo(
  { correlationId, undone }: UndoneReplacement,
  { rootVolumes }: ExistingInstance,
): SettledWish {
  if (undone === undefined || !rootVolumes.has(undone.requested.volume.volumeId))
    throw new UnknownRollback(correlationId);
  const { before, requested } = undone;
  const { replacedVolumeId } = requested;
  const origin = before.rootVolumes.get(replacedVolumeId);
  if (origin === undefined) throw new RootVolumeCannotReturn(replacedVolumeId);
  const source = { kind: 'image', imageId: origin.imageId } as const;
  return { source, requested: before.asked, undo: correlationId };
}
