import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { clusterOf, ensureCluster, passwordOf, serverEnvironment, SETTINGS, SUPERUSER } from './cluster';
import { EmbeddedPostgresFailure } from './errors';
import { homeOf, socketDirectoryOf } from './home';
import { giveUpOwnership, takeOwnership } from './owner';
import {
  becomesReady,
  eventually,
  isAlive,
  readPostmaster,
  runningPostmaster,
  stateOf,
  type Postmaster,
  type ServerState,
} from './postmaster';
import { serverFiles } from './server-files';
import { serverUser, type ServerUser } from './server-user';

const DATABASE = 'image_ledger';
const PORT = 5432;
const LOG_BYTES = 10 * 1_048_576;

/** Milliseconds. A server that was killed leaves its number taken until somebody reaps it. */
const START_WITHIN = 30_000;
const STOP_WITHIN = 30_000;

export interface EmbeddedPostgres {
  readonly connection: ClientConfig & {
    host: string;
    port: number;
    user: string;
    password: string;
    database: string;
  };
  readonly pid: number;
  /** Where its files are. */
  readonly home: string;
  readonly stop: () => Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDirectory: string;
  /** Over the settings that are shipped. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Starts PostgreSQL on a data directory, or takes over the one that a killed process left running there.
 * Throws EmbeddedPostgresFailure.
 */
export async function startEmbeddedPostgres({
  dataDirectory,
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = serverUser();
  const home = homeOf(resolve(dataDirectory), user);
  takeOwnership(home);
  try {
    const files = serverFiles(home, user);
    const cluster = ensureCluster(home, files, user);
    const postmaster = await runningOrStarted({
      home,
      files,
      cluster,
      user,
      settings: { ...SETTINGS, ...settings },
    });
    await ensureDatabase(connectionTo(home, postmaster));
    return {
      connection: connectionTo(home, postmaster),
      pid: postmaster.pid,
      home,
      stop: async () => {
        await stop(postmaster.pid);
        rmSync(socketDirectoryOf(home), { recursive: true, force: true });
        giveUpOwnership(home);
      },
    };
  } catch (error) {
    giveUpOwnership(home);
    throw error;
  }
}

/** How to reach the server that another process runs on this data directory; undefined when none does. */
export function findEmbeddedPostgres(dataDirectory: string): EmbeddedPostgres['connection'] | undefined {
  const home = homeOf(resolve(dataDirectory), serverUser());
  const postmaster = runningPostmaster(clusterOf(home));
  return postmaster && connectionTo(home, postmaster);
}

interface Start {
  readonly home: string;
  readonly files: string;
  readonly cluster: string;
  readonly user: ServerUser;
  readonly settings: Readonly<Record<string, string>>;
}

async function runningOrStarted(start: Start): Promise<Postmaster> {
  const running = runningPostmaster(start.cluster);
  if (running !== undefined) {
    const look = (): Promise<ServerState> => stateOf(administration(start.home, running));
    if (await becomesReady(look, START_WITHIN)) return running;
  }
  const end = Date.now() + START_WITHIN;
  for (;;) {
    const started = await attempt(start, end);
    if (started !== undefined) return started;
    if (Date.now() >= end)
      throw new EmbeddedPostgresFailure(`PostgreSQL did not start:\n${lastWords(start.home)}`);
  }
}

/** Undefined when the server gave up by itself, such as over the lock file of one that was just killed. */
async function attempt(
  { home, files, cluster, user, settings }: Start,
  end: number,
): Promise<Postmaster | undefined> {
  const socketDirectory = ensureSocketDirectory(home, user);
  const server = spawn(
    join(files, 'bin', 'postgres'),
    [
      ['-D', cluster, '-p', String(PORT), '-k', socketDirectory, '-c', 'listen_addresses='],
      ...Object.entries(settings).map(([name, value]) => ['-c', `${name}=${value}`]),
    ].flat(),
    // A group of its own: Ctrl-C goes to ours, and the service wants to finish its work before the server stops.
    {
      cwd: cluster,
      detached: true,
      env: serverEnvironment(files),
      stdio: ['ignore', ...logFile(home)],
      ...user,
    },
  );
  let isOver = false;
  server.once('exit', () => (isOver = true));
  server.once('error', () => (isOver = true));
  server.unref();
  const look = async (): Promise<ServerState> => {
    const postmaster = readPostmaster(cluster);
    if (isOver) return 'over';
    return postmaster !== undefined && postmaster.pid === server.pid
      ? stateOf(administration(home, postmaster))
      : 'silent';
  };
  return (await becomesReady(look, end - Date.now())) ? readPostmaster(cluster) : undefined;
}

/** Anybody could have made it before us: it must be the server's user's own, and closed to others. */
function ensureSocketDirectory(home: string, user: ServerUser): string {
  const directory = socketDirectoryOf(home);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(directory, user.uid, user.gid);
  try {
    chmodSync(directory, 0o700);
  } catch (error) {
    throw new EmbeddedPostgresFailure(`${directory} belongs to another user: ${String(error)}`);
  }
  return directory;
}

function logFile(home: string): [number, number] {
  const file = join(home, 'postgres.log');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES) renameSync(file, `${file}.1`);
  const descriptor = openSync(file, 'a');
  setImmediate(() => closeSync(descriptor));
  return [descriptor, descriptor];
}

const lastWords = (home: string): string =>
  readFileSync(join(home, 'postgres.log'), 'utf8').trim().split('\n').slice(-5).join('\n');

const connectionTo = (
  home: string,
  { socketDirectory, port }: Postmaster,
): EmbeddedPostgres['connection'] => ({
  host: socketDirectory,
  port,
  user: SUPERUSER,
  password: passwordOf(home),
  database: DATABASE,
});

/** Of the server, before there is a database of ours. */
const administration = (home: string, postmaster: Postmaster): ClientConfig => ({
  ...connectionTo(home, postmaster),
  database: 'postgres',
});

async function ensureDatabase(connection: EmbeddedPostgres['connection']): Promise<void> {
  const client = new Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** A fast shutdown, and an immediate one when it takes too long: the next start then repairs from the log. */
async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  if (await eventually(() => !isAlive(pid), STOP_WITHIN)) return;
  process.kill(pid, 'SIGQUIT');
  await eventually(() => !isAlive(pid), STOP_WITHIN);
}
