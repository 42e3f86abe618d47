import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keys } from '../../libs/runtime';
import { testDatabase } from '../support/database';
import { ADMIN_TOKEN, startService } from '../support/service';

const ROOT = join(__dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

interface Step {
  readonly command: string;
  readonly output: string;
}

/** The commands of a terminal session, each with what it printed. `> ` goes on with a command. */
function session(): readonly Step[] {
  const blocks = [...readme.matchAll(/```console\n(.*?)```/gs)].map(([, text]) => text ?? '');
  return blocks
    .join('')
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const lines = step.trimEnd().split('\n');
      const end = lines.findIndex((line, index) => index > 0 && !line.startsWith('> '));
      const command = lines.slice(0, end === -1 ? undefined : end).map((line) => line.replace(/^> /, ''));
      return { command: command.join('\n'), output: end === -1 ? '' : lines.slice(end).join('\n') };
    });
}

/** What differs from run to run looks the same. */
const steady = (text: string): string =>
  text
    .replaceAll(/\b(ami|i)-[0-9a-f]{17}\b/g, '$1-…')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'a digest')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'a time')
    .replaceAll(/"sourceAddress":"[^"]+"/g, '"sourceAddress":"…"')
    .trimEnd();

const END = '-- end of a step --';

/** Runs all of them in one shell, as a person does. Answers what each printed. */
async function run(commands: readonly string[], environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-readme-'));
  const shell = spawn('bash', [], { cwd: directory, env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  shell.stdout.on('data', (text: Buffer) => (output += text.toString()));
  shell.stdin.end(commands.map((command) => `${command}\necho; echo '${END}'\n`).join(''));
  await once(shell, 'close');
  rmSync(directory, { recursive: true });
  return output.split(`\n${END}\n`);
}

describe('The README', () => {
  it('shows a session that goes as it says', async () => {
    const database = await testDatabase();
    const service = await startService(database.url);
    try {
      const [first, ...steps] = session();
      expect(first?.command).toBe('LEDGER=http://127.0.0.1:3000');
      expect(steps.length).toBeGreaterThan(30);
      const environment = { PATH: process.env['PATH'], LEDGER: service.url, TOKEN: ADMIN_TOKEN };
      const printed = await run(
        steps.map(({ command }) => command),
        environment,
      );
      steps.forEach(({ command, output }, index) =>
        expect({ command, output: steady(printed[index] ?? '') }).toEqual({
          command,
          output: steady(output),
        }),
      );
    } finally {
      await service.stop();
      await database.drop();
    }
  });

  it('lists every configuration key, as it is', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (?:`(.*?)`)? *\| (.*?) *\|$/gm)];
    expect(rows.map(([, variable, fallback, means]) => ({ variable, fallback, means }))).toEqual(
      Object.values(keys).map(({ variable, fallback, means }) => ({
        variable,
        fallback: fallback === undefined ? undefined : String(fallback),
        means,
      })),
    );
  });

  it('points at files and commands that are there', () => {
    const links = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)\)|`((?:apps|libs|test)\/[^`*]+\.ts)`/g)].map(
      ([, link, file]) => link ?? file ?? '',
    );
    expect(links.length).toBeGreaterThan(3);
    for (const path of links)
      expect({ path, exists: existsSync(join(ROOT, path)) }).toEqual({ path, exists: true });
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const commands = [...readme.matchAll(/npm run (\w[\w:-]*\w)/g)].map(([, name]) => name ?? '');
    expect(commands.length).toBeGreaterThan(5);
    for (const name of commands) expect(Object.keys(scripts)).toContain(name);
  });
});
