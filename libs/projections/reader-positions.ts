import type { EntityManager } from 'typeorm';
import type { Position } from '#event-sourcing';

/** How far every reader has got, whichever process it runs in; of several shapes of a view, the newest. By name. */
export async function readerPositions(database: EntityManager): Promise<ReadonlyMap<string, Position>> {
  const rows = await database.query<{ name: string; position: string }[]>(
    'SELECT DISTINCT ON (name) name, position FROM views.positions ORDER BY name, shape DESC',
  );
  return new Map(rows.map(({ name, position }) => [name, BigInt(position)]));
}
