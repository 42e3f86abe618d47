import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { EmbeddedPostgresFailure } from './errors';
import { isWritable, obstacleFor, type ServerUser } from './server-user';

/** Where the server lives when it may not enter the data directory: it does not run as root, so `/root` is closed to it. */
const ELSEWHERE = '/var/lib/image-ledger';

const shortNameOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 12);

/** The directory that holds the cluster and everything beside it. Made when it is not there. */
export function homeOf(dataDirectory: string, user: ServerUser): string {
  const wanted = makeDirectory(dataDirectory);
  if (obstacleFor(user, wanted) === undefined) return wanted;
  const home = makeDirectory(join(ELSEWHERE, shortNameOf(wanted)));
  const sign = join(wanted, 'elsewhere');
  if (!existsSync(sign)) symlinkSync(home, sign);
  return home;
}

/** A path of a socket has room for about 100 bytes, however deep the data directory lies. */
export const socketDirectoryOf = (home: string): string =>
  join(tmpdir(), `image-ledger-${shortNameOf(home)}`);

function makeDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new EmbeddedPostgresFailure(
      `The data directory ${path} cannot be made (${String(error)}). Set LEDGER_DATA_DIR to one that can.`,
    );
  }
  const real = realpathSync(path);
  if (!isWritable(real)) {
    throw new EmbeddedPostgresFailure(
      `The data directory ${real} cannot be written by this user. Set LEDGER_DATA_DIR to one that can.`,
    );
  }
  return real;
}
