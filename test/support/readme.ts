import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Specs and programs are both run from the top of the project. */
const ROOT = resolve('.');

/** The shell commands of one part of the README, block by block. */
export function shellBlocks(heading: string): readonly string[] {
  const readme = readFileSync(resolve(ROOT, 'README.md'), 'utf8');
  const [, part = ''] = readme.split(`\n### ${heading}\n`);
  const [own = ''] = part.split(/^#{2,3} /m);
  return [...own.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

/** What the README calls `/backups` is another folder here. */
export async function runBlock(
  block: string,
  backups: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const script = block.replaceAll('/backups', backups);
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listen = (text: Buffer): unknown => (output += text.toString());
  shell.stdout.on('data', listen);
  shell.stderr.on('data', listen);
  await once(shell, 'close');
  return { code: shell.exitCode, output };
}
