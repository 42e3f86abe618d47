import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { copyCluster } from './copy-cluster';
import { clusterOf, passwordFileOf } from './cluster';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';
import { EmbeddedPostgresFailure } from './errors';
import { homeOf } from './home';
import { giveTo, serverUser } from './server-user';

/** A backup looks like a home without the server's program: the cluster, and the password that it was made with. */
export async function backUp(dataDirectory: string, folder: string): Promise<void> {
  if (existsSync(folder)) throw new EmbeddedPostgresFailure(`${folder} is there already`);
  const home = homeOf(resolve(dataDirectory), serverUser());
  if (!existsSync(clusterOf(home)))
    throw new EmbeddedPostgresFailure(`there is no embedded PostgreSQL in ${dataDirectory}`);
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  cpSync(passwordFileOf(home), passwordFileOf(unfinished));
  await whileItRuns(dataDirectory, (client) => copyCluster(client, clusterOf(home), clusterOf(unfinished)));
  renameSync(unfinished, folder);
}

/** Throws EmbeddedPostgresFailure where there is a database already. */
export function restoreCluster(folder: string, dataDirectory: string): void {
  const user = serverUser();
  const home = homeOf(resolve(dataDirectory), user);
  const cluster = clusterOf(home);
  if (!existsSync(join(clusterOf(folder), 'backup_label')))
    throw new EmbeddedPostgresFailure(`${folder} is no backup`);
  if (existsSync(cluster))
    throw new EmbeddedPostgresFailure(`there is a database in ${home} already: move it out of the way first`);
  const unfinished = `${cluster}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(clusterOf(folder), unfinished, { recursive: true });
  giveTo(user, unfinished);
  cpSync(passwordFileOf(folder), passwordFileOf(home));
  renameSync(unfinished, cluster);
}

/** The server of the service, or one that is started for this. */
async function whileItRuns(dataDirectory: string, work: (client: Client) => Promise<void>): Promise<void> {
  const running = findEmbeddedPostgres(dataDirectory);
  const started = running === undefined ? await startEmbeddedPostgres({ dataDirectory }) : undefined;
  const client = new Client(running ?? started?.connection);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
    await started?.stop();
  }
}
