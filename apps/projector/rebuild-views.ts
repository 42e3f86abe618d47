import type { DataSource } from 'typeorm';
import type { EventStore } from '#event-sourcing';
import { rebuild, type Difference, type Projector } from '#projections';
import { ledgerEvents, projectors, type LedgerEvent } from '#views';

/** There is no view of this name. */
export class UnknownView extends Error {
  override readonly name = 'UnknownView';
  constructor(view: string) {
    const known = projectors.map(({ name }) => name).join(', ');
    super(`there is no view ${view}; there are: ${known}`);
  }
}

interface Order {
  /** All of them, when none is named. */
  readonly views: readonly string[];
  readonly then: 'swap' | 'compare';
  readonly say: (line: string) => void;
}

/** Rebuilds views, or compares them with what a rebuild gives. Answers what differs. Throws UnknownView. */
export async function rebuildViews(
  database: DataSource,
  store: EventStore,
  { views, then, say }: Order,
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const projector of views.length === 0 ? projectors : views.map(projectorNamed)) {
    const onProgress = progressOf(projector, say);
    const differences = await rebuild(database, store, ledgerEvents, projector, { then, onProgress });
    found.push(...differences);
    say(`${projector.name}: ${then === 'swap' ? 'rebuilt' : verdict(differences)}`);
  }
  return found;
}

function projectorNamed(view: string): Projector<LedgerEvent> {
  const projector = projectors.find(({ name }) => name === view);
  if (projector === undefined) throw new UnknownView(view);
  return projector;
}

const verdict = (differences: readonly Difference[]): string =>
  differences.length === 0
    ? 'equals what is served, row for row'
    : `DIFFERS in ${differences.length} rows or more`;

/** Every tenth of the way. */
function progressOf({ name }: Projector<LedgerEvent>, say: (line: string) => void) {
  let told = 0;
  return ({ position, of }: { readonly position: bigint; readonly of: bigint }): void => {
    const tenths = of === 0n ? 10 : Number((position * 10n) / of);
    if (tenths <= told || tenths >= 10) return;
    told = tenths;
    say(`${name}: ${tenths * 10} % of ${of} positions`);
  };
}
