import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresFailure } from './errors';
import { giveTo, type ServerUser } from './server-user';

export const SUPERUSER = 'image_ledger';

/** Written into postgresql.conf's place by command line, so that the data directory stays as initdb made it. */
export const SETTINGS = {
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'pglz',
  jit: 'off',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const;

export const clusterOf = (home: string): string => join(home, 'postgres');

export const passwordFileOf = (home: string): string => join(home, 'password');

/** Makes the database cluster at the first start. A crash in the middle leaves nothing that looks like one. */
export function ensureCluster(home: string, files: string, user: ServerUser): string {
  const cluster = clusterOf(home);
  if (existsSync(cluster)) {
    refuseOtherVersion(cluster, files);
    giveTo(user, cluster);
    return cluster;
  }
  const unfinished = `${cluster}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  giveTo(user, unfinished);
  initialise(unfinished, files, passwordOf(home), user);
  renameSync(unfinished, cluster);
  return cluster;
}

/** Kept beside the cluster, readable by us alone. */
export function passwordOf(home: string): string {
  const file = passwordFileOf(home);
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

function initialise(cluster: string, files: string, password: string, user: ServerUser): void {
  // initdb reads the password from a file, as its own user.
  const passwordFile = join(cluster, '..', 'initial-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    if (user !== undefined) giveFile(passwordFile, user);
    execFileSync(
      join(files, 'bin', 'initdb'),
      [
        `--pgdata=${cluster}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
      ],
      { stdio: 'pipe', cwd: cluster, env: serverEnvironment(files), ...user },
    );
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new EmbeddedPostgresFailure(
      `The database could not be made in ${cluster}: ${stderr?.toString().trim() || String(error)}`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

const giveFile = (file: string, { uid, gid }: NonNullable<ServerUser>): void => chownSync(file, uid, gid);

/** Nothing of ours: PG… variables, locales and preloaded libraries would change how the server runs. */
export const serverEnvironment = (files: string): NodeJS.ProcessEnv => ({
  LD_LIBRARY_PATH: join(files, 'lib'),
  LC_ALL: 'C',
});

function refuseOtherVersion(cluster: string, files: string): void {
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const runs = /server-(\d+)/.exec(files)?.[1];
  if (made === runs) return;
  throw new EmbeddedPostgresFailure(
    `${cluster} was made by PostgreSQL ${made} and this is ${runs}. Dump it with the old version and restore it, or set LEDGER_DATA_DIR to another directory.`,
  );
}
