import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of this repository: its path from the root, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

const ROOT = join(__dirname, '..', '..');

const read = (path: string): Source => ({ path, text: readFileSync(join(ROOT, path), 'utf8') });

const filesIn = (folder: string): readonly Source[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(`${folder}/${entry.name}`) : [read(`${folder}/${entry.name}`)],
  );

/** What is checked. */
export const sources: readonly Source[] = [
  ...['apps', 'libs', 'test'].flatMap(filesIn),
  read('package.json'),
  read('package-lock.json'),
];
