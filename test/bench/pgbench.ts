import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DurablePostgres } from '../support/durable-postgres';
import { data, metadata, TYPE } from './sample-append';

const run = promisify(execFile);

/** The same columns and indexes as the log, and positions from a sequence: what an INSERT by itself can do. */
export const PGBENCH_TABLE = `
  CREATE TABLE single_rows (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    stream text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    type text COLLATE "C" NOT NULL,
    data text NOT NULL,
    metadata text NOT NULL,
    recorded_at timestamptz(3) NOT NULL,
    UNIQUE (stream, revision)
  )`;

const SCRIPT = `
INSERT INTO single_rows (event_id, stream, revision, type, data, metadata, recorded_at)
VALUES (gen_random_uuid(), 'image-' || gen_random_uuid(), 0, '${TYPE}', '${data}', '${metadata}', clock_timestamp());
`;

/** Throws with a sentence for people when pgbench is not there. */
export async function requirePgbench(): Promise<void> {
  await run('pgbench', ['--version']).catch(() => {
    throw new Error(
      'pgbench is not installed, and without it there is nothing to compare with. Debian and Ubuntu have it in the package postgresql-contrib or postgresql-client.',
    );
  });
}

/** Transactions per second, each of one row, by as many clients as said. */
export async function pgbench(
  { host, port, user, password, database }: DurablePostgres['connection'],
  clients: number,
  seconds: number,
): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'ledger-pgbench-'));
  try {
    const script = join(directory, 'insert.sql');
    await writeFile(script, SCRIPT);
    const threads = Math.min(clients, availableParallelism());
    const { stdout } = await run(
      'pgbench',
      [
        [
          '--no-vacuum',
          '--protocol=prepared',
          `--client=${clients}`,
          `--jobs=${threads}`,
          `--time=${seconds}`,
        ],
        [`--file=${script}`, `--host=${host}`, `--port=${port}`, `--username=${user}`, database],
      ].flat(),
      { env: { ...process.env, PGPASSWORD: password } },
    );
    const tps = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
    if (tps === undefined) throw new Error(`pgbench did not say how fast it was:\n${stdout}`);
    return Number(tps);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
