import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresFailure } from './errors';
import { isAlive } from './postmaster';

interface Owner {
  readonly pid: number;
  /** Tells a process from a later one that was given the same number; empty where the system does not say. */
  readonly startedAt: string;
}

/** Only one process at a time starts and stops the server of a data directory. */
export function takeOwnership(home: string): void {
  const file = join(home, 'owner.json');
  const claim = `${file}.${process.pid}`;
  const owner: Owner = { pid: process.pid, startedAt: startOf(process.pid) };
  writeFileSync(claim, JSON.stringify(owner));
  try {
    refuseAnother(home, readOwner(file));
    rmSync(file, { force: true });
    // Unlike a write, a link appears whole, and only one of two that come at once is made.
    linkSync(claim, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    refuseAnother(home, readOwner(file));
  } finally {
    rmSync(claim, { force: true });
  }
}

function refuseAnother(home: string, owner: Owner | undefined): void {
  if (owner === undefined || owner.pid === process.pid) return;
  if (!isAlive(owner.pid) || startOf(owner.pid) !== owner.startedAt) return;
  throw new EmbeddedPostgresFailure(
    `The data directory ${home} is in use by process ${owner.pid}. Stop that one first, or set LEDGER_DATA_DIR to another directory.`,
  );
}

export const giveUpOwnership = (home: string): void => rmSync(join(home, 'owner.json'), { force: true });

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/PID/stat: clock ticks between the system's start and the process's. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
