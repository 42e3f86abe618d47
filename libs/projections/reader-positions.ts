import type { EntityManager } from 'typeorm';
import type { Position } from '#event-sourcing';
import { PROCESS, type Reader } from './positions';

/** How far every reader has got, whichever process it runs in; of several shapes of a view, the newest. By name. */
export async function readerPositions(database: EntityManager): Promise<ReadonlyMap<string, Position>> {
  const rows = await database.query<{ name: string; position: string }[]>(
    'SELECT DISTINCT ON (name) name, position FROM views.positions ORDER BY name, shape DESC',
  );
  return new Map(rows.map(({ name, position }) => [name, BigInt(position)]));
}

export interface PositionOfReader extends Reader {
  readonly position: Position;
}

/** How far every process manager has got in a log. */
export async function processPositions(
  database: EntityManager,
  logId: string,
): Promise<readonly PositionOfReader[]> {
  const rows = await database.query<{ name: string; shape: number; position: string }[]>(
    'SELECT name, shape, position FROM views.positions WHERE name ^@ $1 AND log_id = $2',
    [PROCESS, logId],
  );
  return rows.map(({ name, shape, position }) => ({ name, shape, position: BigInt(position) }));
}
