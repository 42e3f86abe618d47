import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres';
import { EmbeddedPostgresFailure } from './errors';
import { isAlive } from './postmaster';
import { serverUser } from './server-user';

const OWNER = join(__dirname, '../../../test/support/owner-process.js');
const isRoot = process.getuid?.() === 0;

describe('The embedded PostgreSQL', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const undo of cleanUp.splice(0).reverse()) await undo();
  });

  const folder = (mode = 0o755): string => {
    const made = realpathSync(mkdtempSync(join(tmpdir(), 'ledger-embedded-')));
    chmodSync(made, mode);
    cleanUp.push(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };

  const start = async (dataDirectory: string): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off' } });
    cleanUp.push(() => server.stop());
    return server;
  };

  /** Another process that starts a server; `pid` is the server's. */
  const startElsewhere = async (dataDirectory: string): Promise<{ owner: ChildProcess; pid: number }> => {
    const owner = fork(OWNER, [dataDirectory], { execArgv: [] });
    const ended = once(owner, 'exit');
    cleanUp.push(() => {
      if (owner.connected) owner.disconnect();
      return ended;
    });
    const [{ pid }] = (await once(owner, 'message')) as [{ pid: number }];
    return { owner, pid };
  };

  it('starts in an empty folder, and listens on a socket alone', async () => {
    const server = await start(folder());
    expect(await ask(server, 'SHOW listen_addresses')).toBe('');
    expect(await ask(server, 'SHOW data_checksums')).toBe('on');
    expect(await ask(server, 'SELECT current_database()')).toBe('image_ledger');
  });

  it('lets nobody in without the password, not even on this machine', async () => {
    const server = await start(folder());
    const { host, port, user, database } = server.connection;
    const intruder = new Client({ host, port, user, database, password: 'guessed' });
    await expect(intruder.connect()).rejects.toThrow('password authentication failed');
  });

  it('keeps what was written when it is stopped and started again', async () => {
    const dataDirectory = folder();
    const first = await start(dataDirectory);
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS number');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect(findEmbeddedPostgres(dataDirectory)).toBeUndefined();
    expect(await ask(await start(dataDirectory), 'SELECT number FROM kept')).toBe(42);
  });

  it('leaves no socket and no sign of an owner behind when it is stopped', async () => {
    const server = await start(folder());
    expect(existsSync(server.connection.host)).toBe(true);
    await server.stop();
    expect(existsSync(server.connection.host)).toBe(false);
    expect(existsSync(join(server.home, 'owner.json'))).toBe(false);
  });

  it('is taken over as it runs when its owner was killed', async () => {
    const dataDirectory = folder();
    const { owner, pid } = await startElsewhere(dataDirectory);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    expect(isAlive(pid)).toBe(true);

    const server = await start(dataDirectory);
    expect(server.pid).toBe(pid);
    expect(await ask(server, 'SELECT 1 AS one')).toBe(1);
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('belongs to one process: a second one is told which has it, and disturbs nothing', async () => {
    const dataDirectory = folder();
    const { owner, pid } = await startElsewhere(dataDirectory);
    const second = startEmbeddedPostgres({ dataDirectory });
    await expect(second).rejects.toThrow(EmbeddedPostgresFailure);
    await expect(second).rejects.toThrow(
      `The data directory ${dataDirectory} is in use by process ${owner.pid}. Stop that one first, or set LEDGER_DATA_DIR to another directory.`,
    );
    expect(isAlive(pid)).toBe(true);
    expect(readFileSync(join(dataDirectory, 'owner.json'), 'utf8')).toContain(`"pid":${owner.pid},`);
    expect(await ask({ connection: findEmbeddedPostgres(dataDirectory) }, 'SELECT 1 AS one')).toBe(1);
  });

  it('starts in a folder with spaces and quotes in its name', async () => {
    const dataDirectory = join(folder(), `the ledger's data`);
    const server = await start(dataDirectory);
    expect(server.home).toBe(dataDirectory);
    expect(await ask(server, 'SELECT 1 AS one')).toBe(1);
  });

  it('lives elsewhere when we are root and its user may not enter the folder, which then says where', async () => {
    const dataDirectory = join(folder(0o700), 'data');
    const server = await start(dataDirectory);
    cleanUp.unshift(() => rmSync(server.home, { recursive: true, force: true }));
    expect(server.home.startsWith('/var/lib/image-ledger/')).toBe(isRoot);
    expect(realpathSync(isRoot ? join(dataDirectory, 'elsewhere') : dataDirectory)).toBe(server.home);
    expect(await ask(server, 'SELECT 1 AS one')).toBe(1);
  });

  it.each([
    ['is gone', () => 2 ** 22 + 1],
    ['is something else by now', () => somethingElse()],
  ])('starts over the lock file of a server whose process %s', async (_, otherProcess) => {
    const dataDirectory = folder();
    const first = await start(dataDirectory);
    const lockFile = join(first.home, 'postgres', 'postmaster.pid');
    const [, ...lines] = readFileSync(lockFile, 'utf8').split('\n');
    await first.stop();
    const pid = otherProcess();
    writeFileSync(lockFile, [pid, ...lines].join('\n'));

    const second = await start(dataDirectory);
    expect(second.pid).not.toBe(pid);
    expect(await ask(second, 'SELECT 1 AS one')).toBe(1);
  });

  /** A process of the server's user, of which PostgreSQL by itself would believe that it is a server. */
  const somethingElse = (): number => {
    const sleeping = spawn('sleep', ['600'], { stdio: 'ignore', ...serverUser() });
    cleanUp.push(() => sleeping.kill());
    if (sleeping.pid === undefined) throw new Error('nothing else runs');
    return sleeping.pid;
  };

  it('does not touch the data of another version of PostgreSQL', async () => {
    const dataDirectory = folder();
    mkdirSync(join(dataDirectory, 'postgres'));
    writeFileSync(join(dataDirectory, 'postgres', 'PG_VERSION'), '17\n');
    await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toThrow(
      `${dataDirectory}/postgres was made by PostgreSQL 17 and this is 18. Dump it with the old version and restore it, or set LEDGER_DATA_DIR to another directory.`,
    );
    expect(existsSync(join(dataDirectory, 'owner.json'))).toBe(false);
  });
});

/** The first column of the first row. */
async function ask(
  { connection }: { readonly connection: EmbeddedPostgres['connection'] | undefined },
  query: string,
): Promise<unknown> {
  if (connection === undefined) throw new Error('no server runs there');
  const client = new Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(query);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}
