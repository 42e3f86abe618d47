import type { Plan } from '#event-sourcing';
import { accessChange } from '../image/launchers';
import { resolveVersion, type Resolved } from './channels';
import type { FamilyCommand } from './commands';
import type { FamilyEvent } from './events';
import type { ExistingFamily, FamilyState } from './state';

/** What a rollback comes to: where the channel points before and after, and who may launch what it leads to by that. */
export function plan(
  command: FamilyCommand,
  family: FamilyState,
  [event]: readonly FamilyEvent[],
): Plan | undefined {
  if (command.type !== 'RollBackChannel' || family.kind === 'unknown') return undefined;
  if (event?.type !== 'ChannelRolledBack') return undefined;
  const { from, to, undo } = event.data;
  const [before, after] = [pointed(family, from), pointed(family, to)];
  const launchersOf = ({ imageId }: ChannelTarget) =>
    (imageId === null ? undefined : command.launchers?.get(imageId)) ?? [];
  return {
    ...(undo === undefined ? {} : { undo }),
    before,
    after,
    access: accessChange(launchersOf(before), launchersOf(after)),
  };
}

/** Where a channel points. */
export type ChannelTarget = Resolved | { readonly version: null; readonly imageId: null };

const pointed = (family: ExistingFamily, version: number | undefined): ChannelTarget =>
  version === undefined ? { version: null, imageId: null } : resolveVersion(family, version);
