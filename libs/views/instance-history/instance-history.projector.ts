import type { ReadEvent } from '#event-sourcing';
import { table, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import { isInstanceEvent } from '../instances/is-instance-event';
import { instanceHistoryDdl, InstanceHistoryRow } from './instance-history.row';

/** Everything that happened to every instance: what, by whom, why, when. */
export const instanceHistory: Projector<LedgerEvent> = {
  name: 'instance-history',
  shape: 1,
  tables: [
    table<LedgerEvent, InstanceHistoryRow>({
      kind: 'appending',
      row: InstanceHistoryRow,
      ddl: instanceHistoryDdl,
      rows,
    }),
  ],
};

function rows({ event, recorded, metadata }: ReadEvent<LedgerEvent>): readonly InstanceHistoryRow[] {
  if (!isInstanceEvent(event)) return [];
  return [
    {
      instanceId: event.data.instanceId,
      revision: recorded.revision,
      event: event.type,
      at: recorded.recordedAt,
      actor: metadata.actor,
      reason: metadata.reason ?? null,
      correlationId: metadata.correlationId,
      data: event.data,
    },
  ];
}
