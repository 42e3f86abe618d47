import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { becomesReady, stateOf, type ServerState } from '../../apps/standalone/embedded-postgres/postmaster';
import { serverUser } from '../../apps/standalone/embedded-postgres/server-user';

const NEEDED = ['initdb', 'postgres', 'pg_dump', 'pg_restore'];
const USER = 'image_ledger';

const MISSING = `This needs a PostgreSQL 14 or later with its client tools on this machine (${NEEDED.join(', ')}):
the embedded one brings no pg_dump. On Debian: apt-get install postgresql`;

/** Where a server and client tools of one version are. Throws where there is no such place. */
export function findTools(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  const found = places.find((place) => NEEDED.every((tool) => existsSync(join(place, tool))));
  if (found === undefined) throw new Error(MISSING);
  return found;
}

/** A server of the version that the client tools are of, as a team runs one itself. */
export class ToolsPostgres {
  private readonly user = serverUser();
  private readonly folder = mkdtempSync(join(tmpdir(), 'ledger-tools-'));
  private server: ChildProcess | undefined;

  constructor(private readonly tools: string) {
    if (this.user !== undefined) chownSync(this.folder, this.user.uid, this.user.gid);
  }

  async start(): Promise<void> {
    const data = join(this.folder, 'data');
    const environment = { env: { LC_ALL: 'C' }, cwd: this.folder, ...this.user };
    execFileSync(
      join(this.tools, 'initdb'),
      ['-D', data, '-U', USER, '--auth=trust', '--locale=C', '--encoding=UTF8'],
      {
        stdio: 'pipe',
        ...environment,
      },
    );
    const options = ['-D', data, '-k', this.folder, '-c', 'listen_addresses=', '-c', 'max_connections=100'];
    const server = spawn(join(this.tools, 'postgres'), options, { stdio: 'ignore', ...environment });
    this.server = server;
    const look = (): Promise<ServerState> =>
      server.exitCode === null
        ? stateOf({ connectionString: this.urlOf('postgres') })
        : Promise.resolve('over');
    if (!(await becomesReady(look, 60_000))) throw new Error(`the server of ${this.tools} did not start`);
  }

  urlOf(database: string): string {
    return `postgres://${USER}@${encodeURIComponent(this.folder)}/${database}`;
  }

  async administer(statement: string): Promise<void> {
    const client = new Client({ connectionString: this.urlOf('postgres') });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }

  async remove(): Promise<void> {
    const { server } = this;
    if (server?.exitCode === null) {
      const isOver = once(server, 'exit');
      server.kill('SIGINT');
      await isOver;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
