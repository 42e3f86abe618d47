import { accessSync, chownSync, constants, lchownSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root. `nobody` exists everywhere and owns nothing. */
const NOBODY = 65_534;

/** The user that the server runs as; undefined for the one that we run as ourselves. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

export const serverUser = (): ServerUser =>
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;

/** The first directory on the way to `path` that the server's user may not pass, such as `/root`. */
export function obstacleFor(user: ServerUser, path: string): string | undefined {
  if (user === undefined) return undefined;
  const parent = dirname(path);
  const further = parent === path ? undefined : obstacleFor(user, parent);
  return further ?? (mayPass(user, path) ? undefined : path);
}

function mayPass({ uid, gid }: NonNullable<ServerUser>, directory: string): boolean {
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found === undefined) return true;
  const digit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
  return (found.mode & digit) !== 0;
}

/** Gives a directory and all that is in it to the server's user. */
export function giveTo(user: ServerUser, directory: string): void {
  if (user === undefined) return;
  chownSync(directory, user.uid, user.gid);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) giveTo(user, path);
    else lchownSync(path, user.uid, user.gid);
  }
}

export function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
