import type { EntityManager } from 'typeorm';
import type { Position } from '#event-sourcing';

/** Whose position it is: a view or a process manager. */
export interface Reader {
  readonly name: string;
  readonly shape: number;
}

export class UnknownPosition extends Error {
  override readonly name = 'UnknownPosition';
  constructor({ name, shape }: Reader) {
    super(`nothing says how far ${name} (shape ${shape}) has read; rebuild it`);
  }
}

export class PositionInAnotherLog extends Error {
  override readonly name = 'PositionInAnotherLog';
  constructor({ name }: Reader, recorded: string, actual: string) {
    super(`${name} was made from log ${recorded}, and this is log ${actual}; rebuild it`);
  }
}

interface PositionRow {
  readonly position: string;
  readonly log_id: string;
}

/** Throws UnknownPosition: a reader whose position got lost must not start as if it had seen everything. */
export async function readPosition(
  database: EntityManager,
  reader: Reader,
  logId: string,
  lock = false,
): Promise<Position> {
  const rows = await database.query<PositionRow[]>(
    `SELECT position, log_id FROM views.positions WHERE name = $1 AND shape = $2 ${lock ? 'FOR UPDATE' : ''}`,
    [reader.name, reader.shape],
  );
  const [row] = rows;
  if (row === undefined) throw new UnknownPosition(reader);
  if (row.log_id !== logId) throw new PositionInAnotherLog(reader, row.log_id, logId);
  return BigInt(row.position);
}

export async function writePosition(
  database: EntityManager,
  { name, shape }: Reader,
  position: Position,
): Promise<void> {
  await database.query(
    'UPDATE views.positions SET position = $3, advanced_at = clock_timestamp() WHERE name = $1 AND shape = $2',
    [name, shape, position.toString()],
  );
}

/** The beginning, for a reader that is set up for the first time. Says whether it was. */
export async function beginAt(
  database: EntityManager,
  { name, shape }: Reader,
  logId: string,
  position: Position,
): Promise<boolean> {
  const made = await database.query<unknown[]>(
    `INSERT INTO views.positions (name, shape, log_id, position) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [name, shape, logId, position.toString()],
  );
  return made.length > 0;
}
