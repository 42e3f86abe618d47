import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

/** Specs and programs are both run from the top of the project. */
const DIST = resolve('dist');
const FLAGS = ['--disable-warning=ExperimentalWarning'];

/** What the API and the projector log once they listen. */
export const LISTENS = /"address":"([^"]+)","msg":"ready"/;

export interface ServiceProcessOptions {
  /** Of the build, such as `apps/api/main.js`. */
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What it says once it can be called, and where. */
  readonly ready?: RegExp;
}

/** A process of the service, which can be ended in every way there is and started again. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private said = '';

  constructor(private readonly options: ServiceProcessOptions) {}

  /** Answers the address to call it at. */
  async start(): Promise<string> {
    const { script, environment, ready = LISTENS } = this.options;
    this.said = '';
    const child = spawnScript(script, [], environment);
    this.child = child;
    const listen = (text: Buffer): unknown => (this.said += text.toString());
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    const isOver = once(child, 'exit');
    for (;;) {
      const address = ready.exec(this.said)?.[1];
      if (address !== undefined) return address;
      const over = await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, 20, 'no'))]);
      if (over !== 'no') throw new Error(`the service did not start:\n${this.said}`);
    }
  }

  get output(): string {
    return this.said;
  }

  get hasEnded(): boolean {
    return this.child !== undefined && (this.child.exitCode !== null || this.child.signalCode !== null);
  }

  /** Does not wait for what becomes of it. */
  send(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
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
}

/** A command of the service that ends by itself. */
export async function runScript(
  script: string,
  options: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawnScript(script, options, environment);
  let output = '';
  const listen = (text: Buffer): unknown => (output += text.toString());
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  await once(child, 'close');
  return { code: child.exitCode, output };
}

const spawnScript = (script: string, options: readonly string[], environment: NodeJS.ProcessEnv) =>
  spawn(process.execPath, [...FLAGS, join(DIST, script), ...options], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
