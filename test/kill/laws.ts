import { NamesAreUnique } from './law-of-names';
import { AttachmentsAreExclusive } from './law-of-attachments';
import { LaunchesAreExact } from './law-of-launches';
import { SnapshotsAreHeld } from './law-of-snapshots';
import { CommandsActOnce } from './law-of-commands';
import type { Law } from './law';

/** Rules 1 to 4 of the design, and that nothing is done twice. */
export const laws = (): readonly Law[] => [
  new NamesAreUnique(),
  new AttachmentsAreExclusive(),
  new LaunchesAreExact(),
  new SnapshotsAreHeld(),
  new CommandsActOnce(),
];
