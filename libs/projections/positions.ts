import type { EntityManager } from 'typeorm';
import type { Position } from '#event-sourcing';

/** Whose position it is: a view or a process manager. */
export interface Reader {
  readonly name: string;
  readonly shape: number;
}

/** What the names of process managers begin with among readers. */
export const PROCESS = 'process/';

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

/**
 * Throws UnknownPosition: a reader whose position got lost must not start as if it had seen everything. Throws
 * PositionInAnotherLog.
 */
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

/**
 * Never back: a process that was frozen, and found itself replaced when it went on, may still say how far it had come.
 * Throws UnknownPosition.
 */
export async function writePosition(
  database: EntityManager,
  reader: Reader,
  position: Position,
): Promise<void> {
  const [, count] = await database.query<[unknown[], number]>(
    `UPDATE views.positions SET position = greatest(position, $3), advanced_at = clock_timestamp()
     WHERE name = $1 AND shape = $2`,
    [reader.name, reader.shape, position.toString()],
  );
  if (count !== 1) throw new UnknownPosition(reader);
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

/** Whatever was known before: for a reader whose rows were just made anew. */
export async function settleAt(
  database: EntityManager,
  { name, shape }: Reader,
  logId: string,
  position: Position,
): Promise<void> {
  await database.query(
    `INSERT INTO views.positions (name, shape, log_id, position) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name, shape) DO UPDATE
       SET log_id = excluded.log_id, position = excluded.position, advanced_at = clock_timestamp()`,
    [name, shape, logId, position.toString()],
  );
}

/** All readers go on where they are, in a log that was given another id. */
export async function followLog(database: EntityManager, logId: string): Promise<void> {
  await database.query('UPDATE views.positions SET log_id = $1', [logId]);
}
