import type { ReadEvent } from '#event-sourcing';
import { table, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import { isImageEvent } from '../images/is-image-event';
import { aspectsAfter } from './aspects';
import { imageChangesDdl, ImageChangeRow, imageHistoryDdl, ImageHistoryRow } from './image-history.rows';

/** Every change of every image: what, by whom, why, when. */
export const imageHistory: Projector<LedgerEvent> = {
  name: 'image-history',
  shape: 1,
  tables: [
    table<LedgerEvent, ImageHistoryRow>({
      kind: 'appending',
      row: ImageHistoryRow,
      ddl: imageHistoryDdl,
      rows: historyRows,
    }),
    table<LedgerEvent, ImageChangeRow>({
      kind: 'appending',
      row: ImageChangeRow,
      ddl: imageChangesDdl,
      rows: changeRows,
    }),
  ],
};

function historyRows({ event, recorded, metadata }: ReadEvent<LedgerEvent>): readonly ImageHistoryRow[] {
  if (!isImageEvent(event)) return [];
  return [
    {
      imageId: event.data.imageId,
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

function changeRows({ event, recorded: { revision } }: ReadEvent<LedgerEvent>): readonly ImageChangeRow[] {
  if (!isImageEvent(event)) return [];
  const { imageId } = event.data;
  return Object.entries(aspectsAfter(event)).map(([aspect, after]) => ({ imageId, aspect, revision, after }));
}
