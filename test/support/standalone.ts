import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Caller } from './caller';
import { eventStoreEnvironment, startEventStoreOf, stopEventStoreOf } from './event-store-of';
import { ADMIN_TOKEN } from './service';
import { runScript, ServiceProcess } from './service-process';

/** What `npm start` runs, as a process of its own, with a data directory of its own. */
export class Standalone {
  readonly dataDirectory = mkdtempSync(join(tmpdir(), 'ledger e2e '));
  readonly environment: NodeJS.ProcessEnv;
  private readonly process: ServiceProcess;

  constructor(private readonly wished: Readonly<Record<string, string | undefined>> = {}) {
    this.environment = {
      LEDGER_DATA_DIR: this.dataDirectory,
      LEDGER_ADMIN_TOKEN: ADMIN_TOKEN,
      LEDGER_RATE_LIMIT: '1000000',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...wished,
    };
    this.process = new ServiceProcess({
      script: 'apps/standalone/main.js',
      environment: this.environment,
      ready: /address +(\S+)[^]*Stop it with Ctrl-C/,
    });
  }

  /** Answers a caller with the administrator's token. */
  async start(): Promise<Caller> {
    await startEventStoreOf(this.dataDirectory);
    Object.assign(this.environment, eventStoreEnvironment(this.dataDirectory), this.wished);
    return new Caller(await this.process.start(), ADMIN_TOKEN);
  }

  get output(): string {
    return this.process.output;
  }

  /** Answers the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null> {
    return this.process.end(signal);
  }

  /** Runs another command of the service on the same data. */
  run(script: string, ...options: readonly string[]): ReturnType<typeof runScript> {
    return runScript(script, options, this.environment);
  }

  /** Ends whatever is left, the server that a killed process leaves behind too. */
  async remove(): Promise<void> {
    await this.end('SIGTERM');
    await stopEventStoreOf(this.dataDirectory);
    const server = this.server();
    if (server !== undefined) process.kill(server, 'SIGQUIT');
    this.wipe();
  }

  /** All data is gone, as after the loss of a disk. The service does not run. */
  wipe(): void {
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
}
