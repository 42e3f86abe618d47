import type { ReadEvent } from '#event-sourcing';
import { table, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import { toldBy } from './told-by';
import {
  resourceChangesDdl,
  ResourceChangeRow,
  resourceHistoryDdl,
  ResourceHistoryRow,
} from './resource-history.rows';

/** Every change of every resource: what, by whom, why, when. */
export const resourceHistory: Projector<LedgerEvent> = {
  name: 'resource-history',
  shape: 1,
  tables: [
    table<LedgerEvent, ResourceHistoryRow>({
      kind: 'appending',
      row: ResourceHistoryRow,
      ddl: resourceHistoryDdl,
      rows: historyRows,
    }),
    table<LedgerEvent, ResourceChangeRow>({
      kind: 'appending',
      row: ResourceChangeRow,
      ddl: resourceChangesDdl,
      rows: changeRows,
    }),
  ],
};

function historyRows({ event, recorded, metadata }: ReadEvent<LedgerEvent>): readonly ResourceHistoryRow[] {
  const told = toldBy(event);
  if (told === undefined) return [];
  return [
    {
      resourceId: told.resourceId,
      revision: recorded.revision,
      event: event.type,
      at: recorded.recordedAt,
      actor: metadata.actor,
      reason: metadata.reason ?? null,
      correlationId: metadata.correlationId,
      observed: metadata.observedAt !== undefined,
    },
  ];
}

function changeRows({ event, recorded: { revision } }: ReadEvent<LedgerEvent>): readonly ResourceChangeRow[] {
  const told = toldBy(event);
  if (told === undefined) return [];
  const { resourceId, aspects } = told;
  return Object.entries(aspects).map(([aspect, after]) => ({ resourceId, aspect, revision, after }));
}
