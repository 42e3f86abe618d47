import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';

/** A running server, as it describes itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDirectory: string;
}

export function readPostmaster(cluster: string): Postmaster | undefined {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port, socketDirectory] = readFileSync(file, 'utf8').split('\n');
  if (!pid || !port || socketDirectory === undefined) return undefined;
  return { pid: Number(pid), port: Number(port), socketDirectory };
}

/**
 * The server that runs on a cluster. After a crash the file may name a process that has nothing to do with it, as
 * numbers are given again, soonest in a container: such a file is removed, since PostgreSQL would respect it.
 */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  const postmaster = readPostmaster(cluster);
  if (postmaster === undefined || !isAlive(postmaster.pid)) return undefined;
  if (isServerOf(cluster, postmaster.pid)) return postmaster;
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  return undefined;
}

/** Believed where the system does not tell how a process was started. */
function isServerOf(cluster: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    return true;
  }
}

/** A zombie is dead, although its number is still taken. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

/** `starting`: it lives, and repairs itself from its log before it lets anybody in. */
export type ServerState = 'ready' | 'starting' | 'silent' | 'over';

/** SQLSTATE `cannot_connect_now`. */
const STARTING = '57P03';

export async function stateOf(config: ClientConfig): Promise<ServerState> {
  const client = new Client({ ...config, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return 'ready';
  } catch (error) {
    return (error as { code?: unknown }).code === STARTING ? 'starting' : 'silent';
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Whether it becomes ready. It may be silent for `within` milliseconds; while it says that it is starting, it is waited
 * for as long as that takes: after a crash or a restore there may be gigabytes to repair.
 */
export async function becomesReady(look: () => Promise<ServerState>, within: number): Promise<boolean> {
  let heard = Date.now();
  for (;;) {
    const state = await look();
    if (state === 'ready') return true;
    if (state === 'starting') heard = Date.now();
    if (state === 'over' || Date.now() - heard >= within) return false;
    await setTimeout(25);
  }
}

/** Whether it came true before the time (milliseconds) was up. */
export async function eventually(isTrue: () => boolean | Promise<boolean>, within: number): Promise<boolean> {
  for (const end = Date.now() + within; Date.now() < end; await setTimeout(25)) {
    if (await isTrue()) return true;
  }
  return isTrue();
}
