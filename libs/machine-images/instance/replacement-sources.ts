import type { FamilyState } from '../family/state';
import type { ImageState } from '../image/state';
import type { Standing } from '../principal';
import type { MadeSnapshot } from '../snapshot/state';
import type { VolumeState } from '../volume/state';

/** What the replacement of a root volume is decided on, besides the instance. */
export interface ReplacementSources {
  /** What has the root device, if anything has. */
  readonly present: VolumeState;
  /** What the instance was launched from: it says what the instance can run. */
  readonly launchedFrom: ImageState;
  /** What is to lead to an image, where a family is asked for. */
  readonly family: FamilyState;
  /** What the new volume is to come from, where an image is asked for or led to. */
  readonly image: ImageState;
  readonly imageRevision: number;
  /** Whose instance it is: the ground to run the image is theirs. */
  readonly owner: Standing;
  /** When it is asked for. */
  readonly at: Date;
  /** Those of the snapshots in question that the ledger made. */
  readonly snapshots: ReadonlyMap<string, MadeSnapshot>;
}
