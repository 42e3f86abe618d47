import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Caller } from './caller';
import { ADMIN_TOKEN } from './service';

/** Specs and programs are both run from the top of the project. */
const DIST = resolve('dist');
const MAIN = join(DIST, 'apps/standalone/main.js');
const FLAGS = ['--disable-warning=ExperimentalWarning'];

/** What `npm start` runs, as a process of its own, with a data directory of its own. */
export class Standalone {
  readonly dataDirectory = mkdtempSync(join(tmpdir(), 'ledger e2e '));
  private child: ChildProcess | undefined;
  private said = '';

  constructor(private readonly environment: Readonly<Record<string, string | undefined>> = {}) {}

  /** Answers a caller with the administrator's token. */
  async start(): Promise<Caller> {
    this.said = '';
    const child = spawn(process.execPath, [...FLAGS, MAIN], {
      env: this.environmentOfChild(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const listen = (text: Buffer): unknown => (this.said += text.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    const isOver = once(child, 'exit');
    while (!/Stop it with Ctrl-C/.test(this.said)) {
      const over = await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, 20, 'no'))]);
      if (over !== 'no') throw new Error(`the service did not start:\n${this.said}`);
    }
    return new Caller(/address +(\S+)/.exec(this.said)?.[1] ?? '', ADMIN_TOKEN);
  }

  get output(): string {
    return this.said;
  }

  /** Answers the exit code. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const isOver = once(child, 'exit');
    child.kill(signal);
    await isOver;
    return child.exitCode;
  }

  /** Runs another command of the service on the same data. */
  async run(script: string, ...options: readonly string[]): Promise<{ code: number | null; output: string }> {
    const path = join(DIST, script);
    const child = spawn(process.execPath, [...FLAGS, path, ...options], { env: this.environmentOfChild() });
    let output = '';
    const listen = (text: Buffer): unknown => (output += text.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    await once(child, 'close');
    return { code: child.exitCode, output };
  }

  /** Ends whatever is left, the server that a killed process leaves behind too. */
  async remove(): Promise<void> {
    await this.end('SIGTERM');
    const server = this.server();
    if (server !== undefined) process.kill(server, 'SIGQUIT');
    for (const directory of [this.home(), this.dataDirectory])
      rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** Where the server lives: elsewhere, where root started it. */
  private home(): string {
    try {
      return realpathSync(join(this.dataDirectory, 'elsewhere'));
    } catch {
      return this.dataDirectory;
    }
  }

  private server(): number | undefined {
    try {
      const [pid] = readFileSync(join(this.home(), 'postgres', 'postmaster.pid'), 'utf8').split('\n');
      return Number(pid);
    } catch {
      return undefined;
    }
  }

  private environmentOfChild(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LEDGER_DATA_DIR: this.dataDirectory,
      LEDGER_ADMIN_TOKEN: ADMIN_TOKEN,
      LEDGER_RATE_LIMIT: '1000000',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...this.environment,
    };
  }
}
