import type { Client } from 'pg';
import type { Appended, Revision } from '#event-sourcing';
import { ANY_REVISION, NO_REVISION_YET } from './constants';
import type { PendingAppend } from './pending-append';

/** What became of one append of a batch. */
export type Verdict =
  | { readonly accepted: true; readonly appended: Appended }
  | { readonly accepted: false; readonly actual: Revision };

type VerdictRow = [accepted: boolean, revision: number, position: string, recordedAt: Date];

const APPEND = {
  name: 'ledger-append',
  text: 'SELECT accepted, revision, position, recorded_at FROM ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
  rowMode: 'array',
} as const;

/** One transaction for all of them, each recorded whole or not at all. No two may be to the same stream. */
export async function appendBatch(
  client: Client,
  batch: readonly PendingAppend[],
): Promise<readonly Verdict[]> {
  const events = batch.flatMap((append, owner) =>
    append.events.map((event, index) => ({ event, owner: owner + 1, index })),
  );
  const { rows } = await client.query<VerdictRow>({
    ...APPEND,
    values: [
      batch.map(({ stream }) => stream),
      batch.map(expectation),
      batch.map((append) => append.events.length),
      events.map(({ owner }) => owner),
      events.map(({ index }) => index),
      events.map(({ event }) => event.id),
      events.map(({ event }) => event.type),
      events.map(({ event }) => event.data),
      events.map(({ event }) => event.metadata),
    ],
  });
  return rows.map(([accepted, revision, position, recordedAt]) =>
    accepted
      ? { accepted, appended: { revision, position: BigInt(position), recordedAt } }
      : { accepted, actual: revision },
  );
}

function expectation({ expected }: PendingAppend): number {
  if (expected === 'none') return NO_REVISION_YET;
  return expected === 'any' ? ANY_REVISION : expected;
}
