import type { Revision } from './event-store';

export interface WriteOptions {
  /** Only when the stream stands at this revision. */
  readonly ifMatch?: Revision;
  /** Decide, and record nothing. */
  readonly dryRun?: boolean;
  /** Only when exactly this would be recorded (`planDigestOf`): what a dry run showed, or nothing. */
  readonly planDigest?: string;
}
