import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';

/** What a server makes anew at its start: PostgreSQL's manual, "Making a Base Backup Using the Low Level API". */
const MADE_ANEW = [
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];
const LEFT_OUT = /^(postmaster\.(pid|opts)|pgsql_tmp.*|pg_internal\.init.*|backup_label.*)$/;

const WAL = 'pg_wal';
const WAL_FILE = /^[0-9A-F]{24}$/;
const SLOT = 'image_ledger_backup';

/**
 * Copies the files of a running server, by its own protocol for that: what is written meanwhile is repaired from the
 * write-ahead log when the copy is started for the first time. Everything that was committed before it began is in it.
 */
export async function copyCluster(client: Client, cluster: string, copy: string): Promise<void> {
  // Holds the write-ahead log from here on, and goes with the session.
  await client.query('SELECT pg_create_physical_replication_slot($1, true, true)', [SLOT]);
  await client.query(`SELECT pg_backup_start('image ledger', fast => true)`);
  copyFolder(cluster, copy);
  const { rows } = await client.query<{ labelfile: string }>(
    'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
  );
  const label = rows[0]?.labelfile ?? '';
  for (const name of readdirSync(join(cluster, WAL)))
    if (WAL_FILE.test(name)) copyFile(join(cluster, WAL, name), join(copy, WAL, name));
  writeFileSync(join(copy, 'backup_label'), label, { mode: 0o600, flush: true });
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  for (const name of readdirSync(from)) {
    if (LEFT_OUT.test(name)) continue;
    const [source, target] = [join(from, name), join(to, name)];
    if (MADE_ANEW.includes(name)) mkdirSync(target, { mode: 0o700 });
    else if (name === WAL) copyFolders(source, target);
    else if (lstatSync(source, { throwIfNoEntry: false })?.isDirectory() === true) copyFolder(source, target);
    else copyFile(source, target);
  }
}

/** Without the files in them. */
function copyFolders(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true }))
    if (entry.isDirectory()) copyFolders(join(from, entry.name), join(to, entry.name));
}

/** A file that went while we looked is of a table that was dropped: the write-ahead log says so. */
function copyFile(from: string, to: string): void {
  try {
    cpSync(from, to);
    flush(to);
  } catch (error) {
    if (existsSync(from)) throw error;
  }
}

/** A backup that a power cut takes is none. */
function flush(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
